import type { RateLimit } from '../endpoints/declare.ts';
import type { Clock } from '../time/clock.ts';

/** The right to make one call. */
export interface Lease {
  /** The call has been answered, or given up: a window later the lease is free again. */
  end(): void;
  /** No call was made: the lease is free at once. */
  giveBack(): void;
}

/**
 * The calls that the exchange allows one account at one endpoint.
 *
 * The exchange counts a call when it arrives, which is somewhere between sending and answer. A lease
 * is therefore free again one window after its call was *answered*: then any two calls on the same
 * lease arrive at least a window apart, whatever the network does, and no window can hold more calls
 * than there are leases.
 */
export interface Budget {
  readonly limit: RateLimit;
  /** A lease if one is free now. */
  take(): Promise<Lease | null>;
  /** Leases under a call or in the window after it. */
  inUse(): number;
  /**
   * The shortest time in milliseconds until `calls` further calls could all have been given a lease,
   * as if each call under way were answered now.
   */
  waitFor(calls: number): number;
}

export function createBudget(limit: RateLimit, clock: Clock): Budget {
  let underWay = 0;
  /** When each lease after its call becomes free, in order. */
  const freeAt: number[] = [];

  function forgetFree(): void {
    const now = clock.now();
    while (freeAt[0] !== undefined && freeAt[0] <= now) freeAt.shift();
  }

  function inUse(): number {
    forgetFree();
    return underWay + freeAt.length;
  }

  return {
    limit,
    inUse,
    async take() {
      if (inUse() >= limit.calls) return null;
      underWay += 1;
      let ended = false;
      function finish(): boolean {
        if (ended) return false;
        ended = true;
        underWay -= 1;
        return true;
      }
      return {
        end() {
          if (finish()) freeAt.push(clock.now() + limit.windowMs);
        },
        giveBack: finish,
      };
    },
    waitFor(calls) {
      forgetFree();
      const now = clock.now();
      const freeInMs = freeAt.map((at) => at - now);
      for (let call = 0; call < underWay; call++) freeInMs.push(limit.windowMs);
      return waitUntilFree(limit, calls, freeInMs);
    },
  };
}

/**
 * The shortest time in milliseconds until `calls` further calls could all have been given a lease.
 *
 * @param freeInMs when each lease in use is free, in order
 */
export function waitUntilFree(
  limit: RateLimit,
  calls: number,
  freeInMs: readonly number[],
): number {
  const missing = calls - (limit.calls - freeInMs.length);
  if (missing <= 0) return 0;
  const rounds = Math.floor((missing - 1) / limit.calls);
  return (freeInMs[(missing - 1) % limit.calls] ?? limit.windowMs) + rounds * limit.windowMs;
}
