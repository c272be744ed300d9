import { createLedger } from '../../src/budget/ledger.ts';
import type { Standing } from '../../src/budget/member.ts';
import type { Redis } from '../../src/budget/redis.ts';
import { createSharedBudget } from '../../src/budget/shared-budget.ts';
import { createManualClock } from './manual-clock.ts';
import { createRedisOnClock } from './redis-on-clock.ts';

export const limit = { calls: 10, windowMs: 2_000 };

/** Gateways that share a budget through one Redis on a manual clock, each of which can be cut off from it. */
export function createSharers({ replicas }: { readonly replicas: number }) {
  const clock = createManualClock();
  const record = createRedisOnClock(clock.wallTime);

  function connect() {
    let isCutOff = false;
    let isRefused = false;
    let roundTripMs = 0;
    const standings: Standing[] = [];
    const redis: Redis = {
      run: async (keys, args) =>
        new Promise((resolve) => {
          if (isRefused) throw new Error('no connection');
          if (isCutOff) return;
          const answer = record.answer(keys, args);
          if (roundTripMs === 0) resolve(answer);
          else clock.after(roundTripMs, () => resolve(answer));
        }),
      reconnect() {},
      close() {},
    };
    const ledger = createLedger({
      redis,
      clock,
      maxLeaseMs: 5_500,
      unendedMs: 8_500,
      seatMs: 120_000,
      replicas,
      onStanding: (standing) => standings.push(standing),
    });
    const budget = createSharedBudget('main/balance', limit, { ledger, clock });
    return {
      ledger,
      budget,
      /** The changes of standing that it told. */
      standings,
      cutOff(is = true) {
        isCutOff = is;
      },
      /** Redis is gone: there is no connection, which is told at once. */
      refuse() {
        isRefused = true;
      },
      slowDown(ms: number) {
        roundTripMs = ms;
      },
      /** How many leases it is given at once. */
      async takeAll(): Promise<number> {
        const leases = await clock.run(
          Promise.all(Array.from({ length: limit.calls + 1 }, async () => budget.take())),
        );
        return leases.filter((lease) => lease !== null).length;
      },
      /** How many leases it is given in so many milliseconds if it wants another all the time, and calls take 20 ms. */
      async takeFor(ms: number): Promise<number> {
        const until = clock.now() + ms;
        let count = 0;
        while (clock.now() < until) {
          const lease = await budget.take();
          if (lease) {
            count += 1;
            clock.after(20, lease.end);
          } else {
            await new Promise<void>((resolve) => {
              clock.after(Math.max(1, budget.waitFor(1)), resolve);
            });
          }
        }
        return count;
      },
    };
  }

  return {
    clock,
    record,
    connect,
    /** Gateways that have been sharing for a while. */
    async start(count = replicas) {
      const gateways = Array.from({ length: count }, connect);
      await clock.advance(8_000);
      return gateways;
    },
  };
}
