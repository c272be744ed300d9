import { describe, expect, test } from 'vitest';
import { createRandomness } from '../../../src/simulator/randomness.ts';
import { readFacts } from '../../bench/expectations.ts';
import { arrivals } from '../../bench/open-loop.ts';
import { createStandardQuestions, fewestCalls } from '../../bench/standard-questions.ts';
import { percentilesOf } from '../../bench/tally.ts';
import { createHarness } from '../../support/harness.ts';
import { createOracle } from '../../support/oracle.ts';
import { busiestWindow } from '../../support/windows.ts';

/** 3 of 20 currencies, each with what can be withdrawn, and what can be traded and borrowed of 3 of 20 instruments. */
const drawQuestion = createStandardQuestions(await readFacts('multi-currency', createOracle()));
const exchangeOptions = { network: { out: [8, 12], back: [8, 12] } } as const;

describe('a burst of standard queries is answered right and whole', () => {
  test.each([
    { queries: 10, fewest: 10, mostTimes: 1.2 },
    { queries: 100, fewest: 10, mostTimes: 1.2 },
    { queries: 1_000, fewest: 10, mostTimes: 2 },
  ])(
    '$queries by at most $mostTimes times the $fewest calls that could do',
    async ({ queries, fewest, mostTimes }) => {
      const { ask, clock, exchange } = createHarness({ exchange: exchangeOptions });
      const draw = createRandomness(queries);
      const questions = Array.from({ length: queries }, () => drawQuestion(draw));
      const answers = await clock.run(
        Promise.all(questions.map(({ query, variables }) => ask(query, { variables }))),
      );
      expect(answers).toEqual(questions.map(({ expected: data }) => ({ data })));
      const possible = [...fewestCalls(questions).values()];
      expect(possible.reduce((sum, count) => sum + count, 0)).toBe(fewest);
      expect(exchange.calls.filter(({ code }) => code !== '0')).toEqual([]);
      expect(exchange.calls.length).toBeLessThanOrEqual(fewest * mostTimes);
    },
  );
});

test('100 standard queries a second for 10 s are answered right, p99 within 600 ms, by nine tenths of the limits at least and never more', async () => {
  const { ask, clock, exchange } = createHarness({ exchange: exchangeOptions });
  const draw = createRandomness(100);
  const until = clock.now() + 10_000;
  const clients = arrivals(100, 10, draw).map(async (dueMs) => {
    const { query, variables, expected: data } = drawQuestion(draw);
    await new Promise<void>((resolve) => clock.after(dueMs, resolve));
    const arrivedAt = clock.now();
    expect(await ask(query, { variables })).toEqual({ data });
    return clock.now() - arrivedAt;
  });
  const tookMs = await clock.run(Promise.all(clients));

  expect(tookMs.length).toBeGreaterThan(900);
  expect(percentilesOf(tookMs)?.p99).toBeLessThanOrEqual(600);
  expect(exchange.calls.filter(({ code }) => code !== '0')).toEqual([]);
  const windows = [
    ['balance', 10],
    ['max-withdrawal', 20],
    ['max-avail-size', 20],
    ['max-loan', 20],
  ] as const;
  for (const [endpoint, limit] of windows)
    expect(busiestWindow(exchange.calls, endpoint, 2_000)).toBeLessThanOrEqual(limit);
  // 20 instruments take 4 calls every 200 ms, twice as many as are allowed; of currencies, no more than that are wanted.
  for (const wanted of ['max-avail-size', 'max-loan']) {
    const made = exchange.calls.filter(({ endpoint, at }) => endpoint === wanted && at < until);
    expect(made.length).toBeGreaterThanOrEqual(0.9 * 100);
  }
});
