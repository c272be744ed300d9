import type { Logger } from 'pino';
import { maxLateMs } from '../budget/budget.ts';
import { createLedger } from '../budget/ledger.ts';
import { maxStaleMs, type Standing } from '../budget/member.ts';
import { connectRedis } from '../budget/redis.ts';
import { createSharedBudget } from '../budget/shared-budget.ts';
import { attemptTimeoutMs } from '../exchange/send.ts';
import type { Secret } from '../exchange/secret.ts';
import type { Clock } from '../time/clock.ts';
import { createThrottle } from '../time/throttle.ts';
import { type BudgetOf, maxWindowMs } from './key-budgets.ts';
import { redisHostOf } from './redis-host.ts';

/** A lease whose call is given up or answered in time lasts no longer: the call, the window after it, and the way to Redis. */
export const maxLeaseMs = attemptTimeoutMs + maxWindowMs + maxStaleMs;

/** And one that nobody ends. */
export const unendedMs = maxLeaseMs + maxLateMs;

/**
 * For so long a gateway goes on without Redis. A longer time gets over longer outages, but the part of a gateway that
 * was killed is withheld as long.
 */
const seatMs = 120_000;

/** How it stands with Redis. Times are on the clock's monotonic scale. */
export interface RedisStanding {
  /** As it was told last; `silent` as long as it was never reached. */
  readonly standing: Standing;
  readonly since: number;
  /** Whether it does not answer although it was shared through so far, which may be for a moment only. No calls are made meanwhile. */
  readonly isPaused: boolean;
  /** Milliseconds for which it gives no lease, because there may be some that it does not know. */
  readonly closedForMs: number;
  /** Milliseconds for which there will be a part to go by, if Redis is not heard any more. */
  readonly partForMs: number;
  /** Gateways that may go by their parts. */
  readonly replicas: number;
  /** What was last wrong with it; null where nothing was. */
  readonly trouble: { readonly at: number; readonly reason: string } | null;
}

export interface SharedBudgets {
  /** Absent where nothing is shared. */
  readonly budgetOf?: BudgetOf;
  /** Null where nothing is shared. */
  redis(): RedisStanding | null;
  close(): Promise<void>;
}

export interface ShareParts {
  readonly clock: Clock;
  readonly log: Logger;
  /** Stands in for the network in tests, on the way to Redis. */
  readonly connect?: typeof connectRedis;
}

/** Use `loadSharedBudgets`, which loads this only where there is a Redis. */
export function shareBudgets(
  { redisUrl, replicas }: { readonly redisUrl: Secret; readonly replicas: number },
  { clock, log, connect = connectRedis }: ShareParts,
): SharedBudgets {
  let told: Pick<RedisStanding, 'standing' | 'since'> = { standing: 'silent', since: clock.now() };
  let trouble: RedisStanding['trouble'] = null;
  const host = redisHostOf(redisUrl);
  const tellTrouble = createThrottle(clock, (reason, times) => {
    log.warn({ host, reason, times }, 'Redis error');
  });
  const redis = connect(redisUrl.reveal(), (reason) => {
    trouble = { at: clock.now(), reason };
    tellTrouble(reason);
  });
  const ledger = createLedger({
    redis,
    clock,
    maxLeaseMs,
    unendedMs,
    seatMs,
    replicas,
    onStanding(standing) {
      if (told.standing !== standing) told = { standing, since: clock.now() };
      tell(log, standing, replicas);
    },
  });
  return {
    budgetOf: (name, limit) => createSharedBudget(name, limit, { ledger, clock }),
    redis: () => ({
      ...told,
      isPaused: told.standing === 'shared' && ledger.standing() !== 'shared',
      closedForMs: ledger.closedForMs(),
      partForMs: ledger.partForMs(),
      replicas,
      trouble,
    }),
    close: () => ledger.close(),
  };
}

function tell(log: Logger, standing: Standing, replicas: number): void {
  if (standing === 'shared') log.info('Redis available: sharing the rate limits');
  else if (standing === 'silent') log.error('Redis unavailable: no calls until it is back');
  else log.warn({ replicas }, 'Redis unavailable: using own part of the rate limits');
}
