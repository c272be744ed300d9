import type { RateLimit } from '../endpoints/declare.ts';
import type { Clock } from '../time/clock.ts';
import { type Charge, Turns } from './turns.ts';

/** A call that was given up arrives within so many milliseconds more, or never. */
export const maxLateMs = 3_000;

/** The right to make one call. */
export interface Lease {
  /** The call has been answered: a window later the lease is free again. */
  end(): void;
  /** The call has been given up and may still arrive: the lease is free a window after it can have. */
  giveUp(): void;
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
  /** Whose turn it is. */
  readonly turns: Turns;
  /**
   * A lease if one is free now.
   *
   * @param charges for whom the call would be made
   * @param kept free leases that are left to others
   */
  take(charges?: readonly Charge[], kept?: number): Promise<Lease | null>;
  /** Leases under a call or in the window after it. */
  inUse(): number;
  /** For whom the calls of these are: the same array as long as the same are in use. */
  charges(): readonly (readonly Charge[])[];
  /** Finds out what has been taken by now where others have the same budget, and how far these takers have come there. Absent where nobody has. */
  readonly refresh?: (takers: Iterable<string>) => Promise<void>;
  /**
   * The shortest time in milliseconds until `calls` further calls could all have been given a lease,
   * as if each call under way were answered now.
   */
  waitFor(calls: number): number;
}

export function createBudget(limit: RateLimit, clock: Clock): Budget {
  /** Of each call under way for whom it is. */
  const underWay = new Set<readonly Charge[]>();
  /** When each lease after its call becomes free, in order. */
  const ended: { readonly freeAt: number; readonly charges: readonly Charge[] }[] = [];
  let all: readonly (readonly Charge[])[] | null = null;

  function forgetFree(): void {
    const now = clock.now();
    while (ended[0] !== undefined && ended[0].freeAt <= now) {
      ended.shift();
      all = null;
    }
  }

  function inUse(): number {
    forgetFree();
    return underWay.size + ended.length;
  }

  return {
    limit,
    turns: new Turns(),
    inUse,
    charges() {
      forgetFree();
      return (all ??= [...underWay, ...ended.map(({ charges }) => charges)]);
    },
    async take(given = [], kept = 0) {
      if (inUse() + kept >= limit.calls) return null;
      const charges = [...given];
      underWay.add(charges);
      all = null;
      function finish(freeInMs: number): void {
        if (!underWay.delete(charges)) return;
        ended.push({ freeAt: clock.now() + freeInMs, charges });
        ended.sort((one, other) => one.freeAt - other.freeAt);
      }
      return {
        end: () => finish(limit.windowMs),
        giveUp: () => finish(limit.windowMs + maxLateMs),
        giveBack: () => finish(0),
      };
    },
    waitFor(calls) {
      forgetFree();
      const now = clock.now();
      const freeInMs = ended.map(({ freeAt }) => freeAt - now);
      for (let call = 0; call < underWay.size; call++) freeInMs.push(limit.windowMs);
      // Those of calls that were given up are free later than those of calls under way.
      freeInMs.sort((a, b) => a - b);
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
  if (calls === 0) return 0;
  const { calls: leases, windowMs } = limit;
  const unused = leases - freeInMs.length;
  // Each query wants to know several times: where leases take turns, nothing is copied.
  const freeIn = (lease: number) => freeInMs[lease - unused] ?? 0;
  const again = freeIn(0) + windowMs;
  // Until those of calls that were given up have come, too, the others are used more than once.
  if (calls > 1 && freeIn(leases - 1) > again) {
    const others = Array.from({ length: leases - 1 }, (_, index) => freeIn(index + 1));
    const next = [...others, again].toSorted((a, b) => a - b);
    return waitUntilFree(limit, calls - 1, next);
  }
  const before = calls - 1;
  return freeIn(before % leases) + Math.floor(before / leases) * windowMs;
}
