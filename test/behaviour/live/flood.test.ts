import { expect, test } from 'vitest';
import { as, callerNamed } from '../../support/callers.ts';
import { createHarness } from '../../support/harness.ts';

/** One of many, each just about the largest that is answered: 50 currencies are presumed. */
const largest = (name: string) => {
  const fields = Array.from({ length: 380 }, (_none, at) => `a${at}: eq`);
  return `subscription ${name} { account(everyMs: 250) { details { ${fields.join(' ')} } } }`;
};

test('a caller has so much looked at in a second and no more, each of its selections by turns; others are not put off', async () => {
  const callers = [callerNamed('greedy'), callerNamed('modest')];
  const { clock, subscribe } = createHarness({ callers, exchange: { moving: true } });
  const many = await Promise.all(
    Array.from({ length: 25 }, async (_none, at) =>
      subscribe(largest(`N${at}`), { headers: as('greedy') }),
    ),
  );
  const one = await subscribe('subscription { account { totalEq } }', { headers: as('modest') });
  const seen = [...many, one].map(({ results }) => results.length);
  await clock.advance(10_000);
  const since = [...many, one].map(({ results }, at) => results.length - (seen[at] ?? 0));
  expect(since.pop()).toBeGreaterThanOrEqual(9);
  expect(Math.min(...since)).toBeGreaterThanOrEqual(2);
  expect(Math.max(...since)).toBeLessThanOrEqual(5);
});

test('a caller has so many fields looked at and no more: what is kept of each would fill the memory', async () => {
  const { subscribe } = createHarness();
  const open = [];
  for (let at = 0; at < 27; at += 1) open.push(await subscribe(largest(`N${at}`)));
  expect(open.filter((one) => one.isComplete())).toHaveLength(1);
  expect(open.at(-1)?.results).toEqual([
    {
      errors: [
        expect.objectContaining({
          message: expect.stringContaining('select more than 500000 fields'),
          extensions: expect.objectContaining({ code: 'TOO_MANY_SUBSCRIPTIONS' }),
        }),
      ],
    },
  ]);
  // Of what is looked at anyway, nothing more is kept.
  expect((await subscribe(largest('N0'))).isComplete()).toBe(false);
  await open[1]?.leave();
  expect((await subscribe(largest('N30'))).isComplete()).toBe(false);
});
