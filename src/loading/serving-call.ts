import { type CallRecord, type Waiter, WHOLE } from './ask.ts';

/** One key that a request asked for. */
export interface Ticket {
  readonly accountId: string;
  readonly waiter: Waiter;
  /** On the clock's monotonic scale. */
  readonly askedAt: number;
}

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
export function callsOf(tickets: readonly Ticket[]): readonly ServingCall[] {
  const served = new Map<CallRecord, Ticket[]>();
  for (const ticket of tickets) {
    for (const { record } of ticket.waiter.ask.calls) {
      served.set(record, [...(served.get(record) ?? []), ticket]);
    }
  }
  return [...served]
    .toSorted(([one], [other]) => one.sentAt - other.sentAt)
    .map(([record, own]) => servingCall(record, own));
}

function servingCall(record: CallRecord, own: readonly Ticket[]): ServingCall {
  const { endpoint, asks, sentAt, tookMs, outcome } = record;
  const mine = new Set(own.map(({ waiter }) => waiter.ask));
  const askedAt = Math.min(...own.map((ticket) => ticket.askedAt));
  const keys = [...mine].map(({ key }) => key).filter((key) => key !== WHOLE);
  return {
    accountId: own[0]?.accountId ?? '',
    endpoint,
    keys: asks.some(({ key }) => key === WHOLE) ? null : keys,
    shared: asks.some((ask) => ask.joins > 1 || !mine.has(ask)),
    waitedMs: Math.max(0, Math.round(sentAt - askedAt)),
    ageMs: Math.max(0, Math.round(askedAt - sentAt)),
    tookMs: tookMs === null ? null : Math.round(tookMs),
    attempt: Math.max(
      ...[...mine].map(({ calls }) => calls.find((one) => one.record === record)?.attempt ?? 1),
    ),
    outcome,
  };
}
