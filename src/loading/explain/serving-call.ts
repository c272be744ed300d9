import { type CallRecord, type Waiter, WHOLE } from '../queue/ask.ts';

/** A call as one of the requests that it served may know it. */
export interface ServingCall {
  readonly accountId: string;
  readonly endpoint: string;
  /** The keys of this request that it was made for; null for a call that names none. */
  readonly keys: readonly string[] | null;
  /** Whether it served other requests, too. */
  readonly shared: boolean;
  /** Milliseconds from asking to sending; 0 if it had been sent before. */
  readonly waitedMs: number;
  /** Milliseconds from sending to asking; 0 if it was sent later. */
  readonly ageMs: number;
  readonly tookMs: number | null;
  /** Which call for its keys it was. */
  readonly attempt: number;
  readonly outcome: CallRecord['outcome'];
}

/** The calls that served a request, in the order in which they were sent. Other requests' keys stay theirs. */
export function callsOf(waiters: readonly Waiter[]): readonly ServingCall[] {
  const served = new Map<CallRecord, Waiter[]>();
  for (const waiter of waiters) {
    for (const { call } of waiter.ask.attempts) {
      served.set(call, [...(served.get(call) ?? []), waiter]);
    }
  }
  return [...served]
    .toSorted(([one], [other]) => one.sentAt - other.sentAt)
    .map(([call, own]) => servingCall(call, own));
}

/** The parts of them that are charged to the takers of those who waited, to a thousandth: none of a call that others had made before. */
export function chargedOf(waiters: readonly Waiter[]): number {
  const calls = new Map<CallRecord, Set<string>>();
  for (const { ask, taker } of waiters) {
    for (const { call } of ask.attempts)
      calls.set(call, (calls.get(call) ?? new Set()).add(taker.id));
  }
  let charged = 0;
  for (const [{ charges }, takers] of calls) {
    for (const { taker, part } of charges) if (takers.has(taker)) charged += part;
  }
  return Math.round(charged * 1_000) / 1_000;
}

function servingCall(call: CallRecord, own: readonly Waiter[]): ServingCall {
  const { accountId, endpoint, ids, isWhole, sentAt, tookMs, outcome } = call;
  const mine = new Map(own.map(({ ask }) => [ask.id, ask]));
  const askedAt = Math.min(...own.map((waiter) => waiter.askedAt));
  const keys = [...mine.values()].map(({ key }) => key).filter((key) => key !== WHOLE);
  return {
    accountId,
    endpoint,
    keys: isWhole ? null : keys,
    shared: ids.some((id) => (mine.get(id)?.joins ?? 2) > 1),
    waitedMs: Math.max(0, Math.round(sentAt - askedAt)),
    ageMs: Math.max(0, Math.round(askedAt - sentAt)),
    tookMs: tookMs === null ? null : Math.round(tookMs),
    attempt: Math.max(
      ...[...mine.values()].map(
        ({ attempts }) => attempts.find((one) => one.call === call)?.number ?? 1,
      ),
    ),
    outcome,
  };
}
