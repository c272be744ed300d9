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
    Array.from({ length: 30 }, async (_none, at) =>
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
