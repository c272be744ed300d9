import { expect, test } from 'vitest';
import { maxLeaseMs, unendedMs } from '../../../src/accounts/share-budgets.ts';
import { createLedger } from '../../../src/budget/ledger.ts';
import { createSharedBudget } from '../../../src/budget/shared-budget.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createRedisOnClock } from '../../support/redis-on-clock.ts';

const limit = { calls: 20, windowMs: 2_000 };
const callers = 4_000;

test('who share each call do not fill what gateways hear of each other', async () => {
  const clock = createManualClock();
  const redis = createRedisOnClock(() => Math.floor(clock.wallTime()));
  let most = 0;
  const ledger = createLedger({
    redis: {
      async run(keys, args) {
        const answer = redis.answer(keys, args);
        most = Math.max(most, JSON.stringify([args, answer]).length);
        return answer;
      },
      reconnect() {},
      close() {},
    },
    clock,
    maxLeaseMs,
    unendedMs,
    seatMs: 30_000,
    replicas: 1,
    onStanding() {},
  });
  const budget = createSharedBudget('account/endpoint', limit, { ledger, clock });
  await clock.advance(maxLeaseMs + 1_000);

  for (let call = 0; call < limit.calls; call += 1) {
    const charges = Array.from({ length: callers }, (_, index) => ({
      taker: `${call * callers + index}`.padStart(16, '0'),
      // The last has asked for most of it.
      part: (index === callers - 1 ? callers + 1 : 1) / (2 * callers),
      weight: 1,
    }));
    const lease = await clock.run(budget.take(charges));
    lease?.end();
    expect(budget.charges().flat()).toContainEqual(charges.at(-1));
  }
  expect(most).toBeLessThan(100_000);
  // Those of the latest call may come to them.
  expect(redis.takers()).toBeLessThanOrEqual(128 + 100);
  await ledger.close();
});
