import type { connectRedis } from '../../src/budget/redis.ts';
import { shareBudgets } from '../../src/accounts/share-budgets.ts';
import { Secret } from '../../src/exchange/secret.ts';
import type { Logger } from 'pino';
import type { ManualClock } from './manual-clock.ts';
import { createRedisOnClock } from './redis-on-clock.ts';

/** How a Redis is: `gone` is told at once, of one that hangs nobody hears anything. */
export type RedisState = 'there' | 'gone' | 'hanging';

/** A Redis on a manual clock, and the way of a gateway to it, which tells what a real one would. */
export function createRedisWay({
  clock,
  log,
}: {
  readonly clock: ManualClock;
  readonly log: Logger;
}) {
  const record = createRedisOnClock(clock.wallTime);
  let state: RedisState = 'there';
  const connect: typeof connectRedis = (_url, onTrouble) => {
    let wasTold = false;
    return {
      run: async (keys, args) => {
        if (state === 'there') return record.answer(keys, args);
        if (state === 'hanging') return new Promise<never>(() => {});
        wasTold = true;
        onTrouble('ECONNREFUSED');
        throw new Error('no connection');
      },
      reconnect() {
        if (!wasTold) onTrouble('no answer');
        wasTold = false;
      },
      close() {},
    };
  };
  const redisUrl = new Secret('redis://redis.test');
  const { budgetOf, redis } = shareBudgets({ redisUrl, replicas: 2 }, { clock, log, connect });
  if (!budgetOf) throw new Error('Budgets are not shared.');
  return {
    budgetOf,
    redis,
    become(next: RedisState) {
      state = next;
    },
  };
}
