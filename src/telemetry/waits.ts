import type { Call, ServedBy } from './telemetry.ts';

/** A time in which an operation waited for calls to be sent. */
export interface Wait {
  readonly from: number;
  readonly to: number;
  /** In the order in which they were asked for. */
  readonly calls: readonly Call[];
  /** The one that was sent last: without it, the wait had been shorter. */
  readonly last: Call;
}

/**
 * The times in which an operation waited for calls to be sent. Waits at the same time are one, since they cost it no more
 * than the longest of them.
 */
export function waitsOf(serving: ServedBy['serving'], leastMs: number): readonly Wait[] {
  const all = serving
    .filter(({ call, askedAt }) => call.sentAt - askedAt >= leastMs)
    .toSorted((one, other) => one.askedAt - other.askedAt);
  const waits: Wait[] = [];
  for (const { call, askedAt: from } of all) {
    const known = waits.at(-1);
    if (!known || known.to < from) {
      waits.push({ from, to: call.sentAt, calls: [call], last: call });
      continue;
    }
    const last = call.sentAt > known.to ? call : known.last;
    waits[waits.length - 1] = {
      from: known.from,
      to: last.sentAt,
      calls: [...known.calls, call],
      last,
    };
  }
  return waits;
}
