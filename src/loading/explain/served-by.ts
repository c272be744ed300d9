import type { ServedBy } from '../../telemetry/telemetry.ts';
import type { CallRecord, Waiter } from '../queue/ask.ts';

/** What it took so far to serve a request, without what else `callsOf` tells of its calls. */
export function servedBy(waiters: readonly Waiter[]): Omit<ServedBy, 'accounts'> {
  const own = new Map<CallRecord, Own>();
  for (const { ask, askedAt } of waiters) {
    for (const { call } of ask.attempts) {
      const known = own.get(call);
      if (!known) own.set(call, { ids: new Set([ask.id]), askedAt, isJoined: ask.joins > 1 });
      else {
        known.ids.add(ask.id);
        known.askedAt = Math.min(known.askedAt, askedAt);
        known.isJoined ||= ask.joins > 1;
      }
    }
  }
  let [shared, waitedMs, ageMs] = [0, 0, 0];
  for (const [{ ids, sentAt }, { ids: ownIds, askedAt, isJoined }] of own) {
    if (isJoined || !ids.every((id) => ownIds.has(id))) shared += 1;
    waitedMs = Math.max(waitedMs, sentAt - askedAt);
    ageMs = Math.max(ageMs, askedAt - sentAt);
  }
  return {
    calls: own.size,
    shared,
    waitedMs: Math.round(waitedMs),
    ageMs: Math.round(ageMs),
    serving: [...own].map(([call, { askedAt }]) => ({ call, askedAt })),
  };
}

/** What a request has to do with a call. */
interface Own {
  readonly ids: Set<string>;
  askedAt: number;
  isJoined: boolean;
}
