import { expect, test } from 'vitest';
import { maxLeaseMs, unendedMs } from '../../../src/accounts/share-budgets.ts';
import { createLedger } from '../../../src/budget/ledger.ts';
import { createSharedBudget } from '../../../src/budget/shared-budget.ts';
import type { Charge } from '../../../src/budget/turns.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createRedisOnClock } from '../../support/redis-on-clock.ts';

const limit = { calls: 4, windowMs: 2_000 };
const greedy: readonly Charge[] = [{ taker: 'greedy', part: 1, weight: 1 }];
const modest: readonly Charge[] = [{ taker: 'modest', part: 1, weight: 0.5 }];

test('gateways that look at the same time leave what is kept for others all the same, and who waits for more than that is not in their way', async () => {
  const clock = createManualClock();
  const redis = createRedisOnClock(() => Math.floor(clock.wallTime()));
  const gateways = [0, 1, 2].map(() => {
    const ledger = createLedger({
      redis: {
        run: async (keys, args) => redis.answer(keys, args),
        reconnect() {},
        close() {},
      },
      clock,
      maxLeaseMs,
      unendedMs,
      seatMs: 30_000,
      replicas: 3,
      onStanding() {},
    });
    return { ledger, budget: createSharedBudget('account/endpoint', limit, { ledger, clock }) };
  });
  await clock.advance(maxLeaseMs + 1_000);

  const takeAtAll = async (charges: readonly Charge[], kept: number) => {
    const all = Promise.all(gateways.map(async ({ budget }) => budget.take(charges, kept)));
    return (await clock.run(all)).filter((lease) => lease !== null).length;
  };
  expect(await takeAtAll(greedy, 3)).toBe(1);
  await clock.run(gateways[0]?.budget.take(modest) ?? Promise.reject(new Error('no gateway')));
  // Its next turn would be before that of the modest one.
  expect(await takeAtAll(greedy, 2)).toBe(0);
  expect(await takeAtAll(modest, 0)).toBe(2);
  await Promise.all(gateways.map(async ({ ledger }) => ledger.close()));
});
