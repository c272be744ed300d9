import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';
import { as, callerNamed } from '../../support/callers.ts';

const totalEq = 'subscription { account { totalEq } }';
const moving = { exchange: { moving: true }, maxAgeMs: 0 };
const every = (everyMs: number, fields: string, alias = 'a') =>
  `subscription { ${alias}: account(everyMs: ${everyMs}) { ${fields} } }`;

/** Calls of ten seconds in which all of these are open. */
async function callsOf(queries: readonly string[]): Promise<number> {
  const { clock, subscribe, counts } = createHarness(moving);
  for (const query of queries) await subscribe(query);
  const before = counts()['balance'] ?? 0;
  await clock.advance(10_000);
  return (counts()['balance'] ?? 0) - before;
}

describe('many who watch an account cost the calls of one', () => {
  test('who ask the very same', async () => {
    expect(await callsOf(Array.from({ length: 50 }, () => totalEq))).toBe(10);
  });

  test('who ask for different figures', async () => {
    const queries = ['totalEq', 'isoEq', 'adjEq', 'details { ccy eq }'];
    expect(await callsOf(queries.map((fields) => every(1_000, fields)))).toBe(10);
  });

  test('who look more and less often: that of whoever looks most often', async () => {
    const periods = [1_000, 1_300, 2_000, 4_000, 5_000, 8_000, 60_000];
    expect(await callsOf(periods.map((ms) => every(ms, 'totalEq')))).toBe(10);
  });

  test('also those of other callers, who each have it looked at for themselves', async () => {
    const callers = [callerNamed('one'), callerNamed('other')];
    const { clock, subscribe, counts } = createHarness({ ...moving, callers });
    for (const name of ['one', 'other']) await subscribe(totalEq, { headers: as(name) });
    const before = counts()['balance'] ?? 0;
    await clock.advance(10_000);
    expect((counts()['balance'] ?? 0) - before).toBe(10);
  });
});

test('all who watch are told the same at the same time', async () => {
  const { clock, subscribe } = createHarness(moving);
  const all = [await subscribe(totalEq), await subscribe(totalEq), await subscribe(totalEq)];
  const seen = all.map(({ results }) => results.length);
  await clock.advance(5_000);
  const since = all.map(({ results }, at) => results.slice(seen[at]));
  expect(since[0]?.length).toBeGreaterThan(3);
  for (const one of since) expect(one).toEqual(since[0]);
});

test('who comes later is given the latest at once, and no call is made for that', async () => {
  const { clock, subscribe, counts } = createHarness(moving);
  const first = await subscribe(totalEq);
  await clock.advance(3_000);
  const before = counts();
  const last = first.results.at(-1);
  const { results } = await subscribe(totalEq);
  expect(results[0]).toEqual(last);
  expect(counts()).toEqual(before);
});

test('who comes when it was looked at long ago has it looked at again, for all', async () => {
  const { clock, subscribe, counts } = createHarness(moving);
  const query = every(60_000, 'totalEq');
  const first = await subscribe(query);
  await clock.advance(2_000);
  const before = first.results.length;
  const { results } = await subscribe(query);
  expect(counts()).toEqual({ balance: 2 });
  expect(results).toHaveLength(1);
  expect(first.results.slice(before)).toEqual(results);
});
