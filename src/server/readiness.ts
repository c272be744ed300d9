import type { RedisStanding } from '../accounts/share-budgets.ts';
import { areAllStopped } from '../accounts/stopped-accounts.ts';
import type { AccountLoader } from '../loading/account-loader.ts';

/** Why no queries are to be sent to the gateway: it ends, or could answer none, since no call can be made. */
export const unreadyReasons = ['draining', 'accounts-stopped', 'redis-silent'] as const;
export type UnreadyReason = (typeof unreadyReasons)[number];

/** Why the gateway is not to be sent queries at present; null while it is. */
export type Readiness = () => UnreadyReason | null;

interface WhatIsNeeded {
  readonly loaders: ReadonlyMap<string, AccountLoader>;
  /** Null where nothing is shared. */
  readonly redis: RedisStanding | null;
  readonly maxWaitMs: number;
}

/** Why no call of the exchange can be made for any query; null while there may be one. */
export function whyNoCalls({ loaders, redis, maxWaitMs }: WhatIsNeeded): UnreadyReason | null {
  if (redis?.standing === 'silent' || (redis && redis.closedForMs > maxWaitMs)) {
    return 'redis-silent';
  }
  return areAllStopped(loaders) ? 'accounts-stopped' : null;
}
