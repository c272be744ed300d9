import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Code, loadCode } from '../simulation/gateways.ts';
import { createSimulation, readAllFacts } from '../simulation/simulation.ts';
import { type SeededBug, testSeededBugs } from '../support/seeded-bugs.ts';

const minuteMs = 60_000;
const facts = await readAllFacts();
const code = await loadCode(new URL('../../src/', import.meta.url));

/** Holds for a right gateway in whatever world a seed makes. A smaller seed makes no smaller world. */
const wellFor = (minutes: number) => (tried: Code) =>
  fc.asyncProperty(fc.noShrink(fc.nat()), async (seed) => {
    await createSimulation({ seed, code: tried, facts }).run(minutes * minuteMs);
  });

test('in an hour of four worlds nothing is as it must never be', async () => {
  await fc.assert(wellFor(15)(code), { seed: 20_261_124, numRuns: 4 });
});

test('from the same seed the same happens', async () => {
  const run = async (seed: number) => {
    const simulation = createSimulation({ seed, code, facts });
    await simulation.run(3 * minuteMs);
    return { ...simulation.counts, trace: simulation.trace() };
  };
  const first = await run(5);
  expect(first.calls).toBeGreaterThan(100);
  expect(await run(5)).toEqual(first);
  expect((await run(6)).trace).not.toBe(first.trace);
});

const bugs: readonly SeededBug[] = [
  {
    claim: 'a lease is free a little too early',
    complaint: /calls of .* in a window/,
    file: 'budget/budget.ts',
    edits: [['end: () => finish(limit.windowMs),', 'end: () => finish(limit.windowMs - 50),']],
  },
  {
    claim: 'a call waits for its answer for ever',
    complaint: /something waits on|in the calm/,
    file: 'exchange/send.ts',
    edits: [['() => timeout.abort()', '() => {}']],
  },
  {
    claim: 'a request mixes its accounts',
    complaint: /is of an account that was not asked for|wrong/,
    file: 'loading/request-loader.ts',
    edits: [
      [
        'JSON.stringify([accountId, endpoint.name, lane.id])',
        'JSON.stringify([endpoint.name, lane.id])',
      ],
    ],
  },
];

describe('a check fails when', () => {
  testSeededBugs(bugs, {
    propertyOf: async (src) => wellFor(10)(await loadCode(src)),
    runs: { seed: 20_261_124, numRuns: 10 },
  });
});
