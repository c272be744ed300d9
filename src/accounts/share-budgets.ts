import type { Logger } from 'pino';
import { maxLateMs } from '../budget/budget.ts';
import { createLedger } from '../budget/ledger.ts';
import { maxStaleMs, type Standing } from '../budget/member.ts';
import { connectRedis } from '../budget/redis.ts';
import { createSharedBudget } from '../budget/shared-budget.ts';
import { attemptTimeoutMs } from '../exchange/send.ts';
import type { Secret } from '../exchange/secret.ts';
import type { Clock } from '../time/clock.ts';
import { type BudgetOf, maxWindowMs } from './key-budgets.ts';

/** A lease whose call is given up or answered in time lasts no longer: the call, the window after it, and the way to Redis. */
export const maxLeaseMs = attemptTimeoutMs + maxWindowMs + maxStaleMs;

/** And one that nobody ends. */
export const unendedMs = maxLeaseMs + maxLateMs;

/**
 * For so long a gateway goes on without Redis. A longer time gets over longer outages, but the part of a gateway that
 * was killed is withheld as long.
 */
const seatMs = 120_000;

/** The budgets that are shared through Redis, if there is one, and how to part from it. */
export function shareBudgets(
  { redisUrl, replicas }: { readonly redisUrl: Secret | null; readonly replicas: number },
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): { readonly budgetOf?: BudgetOf; close(): Promise<void> } {
  if (redisUrl === null) return { async close() {} };
  const tellTrouble = (reason: string, times: number) => log.warn({ reason, times }, 'Redis error');
  const redis = connectRedis(redisUrl.reveal(), tellTrouble, clock);
  const ledger = createLedger({
    redis,
    clock,
    maxLeaseMs,
    unendedMs,
    seatMs,
    replicas,
    onStanding: (standing) => tell(log, standing, replicas),
  });
  return {
    budgetOf: (name, limit) => createSharedBudget(name, limit, { ledger, clock }),
    close: () => ledger.close(),
  };
}

function tell(log: Logger, standing: Standing, replicas: number): void {
  if (standing === 'shared') log.info('Redis available: sharing the rate limits');
  else if (standing === 'silent') log.error('Redis unavailable: no calls until it is back');
  else log.warn({ replicas }, 'Redis unavailable: using own part of the rate limits');
}
