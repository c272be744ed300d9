import type { Logger } from 'pino';
import { createLedger, maxStaleMs } from '../budget/ledger.ts';
import { connectRedis } from '../budget/redis.ts';
import { createSharedBudget } from '../budget/shared-budget.ts';
import { declarations } from '../endpoints/endpoints.ts';
import { attemptTimeoutMs } from '../exchange/send.ts';
import type { Secret } from '../exchange/secret.ts';
import type { Clock } from '../time/clock.ts';
import type { BudgetOf } from './accounts.ts';

const maxWindowMs = Math.max(...declarations.map(({ limit }) => limit.windowMs));

/** The budgets that are shared through Redis, if there is one, and how to part from it. */
export function shareBudgets(
  { redisUrl, replicas }: { readonly redisUrl: Secret | null; readonly replicas: number },
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): { readonly budgetOf?: BudgetOf; close(): void } {
  if (redisUrl === null) return { close() {} };
  const tellTrouble = (reason: string) => log.warn({ reason }, 'Redis error');
  const redis = connectRedis(redisUrl.reveal(), tellTrouble, clock);
  const ledger = createLedger({
    redis,
    clock,
    maxLeaseMs: attemptTimeoutMs + maxWindowMs + maxStaleMs,
    onStanding: (standing) => tell(log, standing, replicas),
  });
  return {
    budgetOf: (name, limit) => createSharedBudget(name, limit, { ledger, clock, replicas }),
    close: () => ledger.close(),
  };
}

function tell(log: Logger, standing: 'shared' | 'alone', replicas: number): void {
  if (standing === 'alone') {
    log.warn({ replicas }, 'Redis unavailable: using own part of the rate limits');
  } else log.info('Redis available: sharing the rate limits');
}
