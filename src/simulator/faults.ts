/** A way in which calls go wrong. */
export type FaultKind =
  /** 50013, HTTP 429. */
  | 'busy'
  /** 50011, HTTP 429, whatever the window says. */
  | 'rate-limited'
  /** 50001, HTTP 503. */
  | 'unavailable'
  /** HTTP 500 without a code. */
  | 'server-error'
  /** A page of an edge proxy, HTTP 502. */
  | 'html'
  /** 50110, HTTP 401; its message holds an address and the key. */
  | 'foreign-address'
  /** One field of each row becomes a value that its kind cannot have. */
  | 'malformed'
  /** One row is left out. */
  | 'missing-rows'
  /** A row that nobody asked for comes first. */
  | 'extra-rows'
  | 'reordered-rows'
  /** The call arrives and counts, but the connection breaks before its answer. */
  | 'dropped'
  /** The answer comes `delayMs` later. */
  | 'slow'
  /** A bad member that would be named is refused as 51001, which names nobody. */
  | 'unnamed-refusal'
  /** An unknown instrument is refused as 51000, which names it. */
  | 'named-refusal'
  /** A call that asks for one of `keys` is refused as 51000 that names nobody, whatever else it asks for. */
  | 'refused-keys';

export interface Fault {
  readonly kind: FaultKind;
  /** Name of the endpoint's declaration, or `time`. Default: all. */
  readonly endpoint?: string;
  /** Default: all, calls without a known key included. */
  readonly accountId?: string;
  /** Share of the matching calls, 0 to 1, drawn from the seed. Default: 1. */
  readonly share?: number;
  /** Calls after which the fault is over. Default: until removed. */
  readonly times?: number;
  /** For `slow`. Default: 1000. */
  readonly delayMs?: number;
  /** For `refused-keys`. Default: none. */
  readonly keys?: readonly string[];
}

export interface Faults {
  inject(fault: Fault): () => void;
  /** The faults that strike this call; asked once per arrival. */
  strike(endpoint: string, accountId: string | null): ReadonlyMap<FaultKind, Fault>;
}

export function createFaults(draw: () => number): Faults {
  const armed = new Set<{ readonly fault: Fault; left: number }>();
  return {
    inject(fault) {
      const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
      armed.add(entry);
      return () => void armed.delete(entry);
    },
    strike(endpoint, accountId) {
      const striking = new Map<FaultKind, Fault>();
      for (const entry of armed) {
        const { fault } = entry;
        if (fault.endpoint !== undefined && fault.endpoint !== endpoint) continue;
        if (fault.accountId !== undefined && fault.accountId !== accountId) continue;
        if (fault.share !== undefined && draw() >= fault.share) continue;
        entry.left -= 1;
        if (entry.left <= 0) armed.delete(entry);
        striking.set(fault.kind, fault);
      }
      return striking;
    },
  };
}
