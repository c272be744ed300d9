import type { RateLimit } from '../endpoints/declare.ts';

/** What the next call of a budget is weighed by. */
export interface Pressure {
  /** Leases under a call or in the window after it. */
  readonly inUse: number;
  /** Calls that the waiting keys need. */
  readonly backlog: number;
  /** Milliseconds until the next lease comes back. */
  readonly nextReturnMs: number;
  /** Milliseconds since the latest call was sent. */
  readonly sinceSentMs: number;
  /** Whether leases are kept for it from those who want far more than their part. */
  readonly isKeptFor: boolean;
}

// As came out best in a simulation and in the load run since: see docs/design.md, decision 2.

/** Below this fraction of the leases out, calls are not spread. */
const idleFraction = 0.2;
/** A backlog of several calls leaves at once while this fraction of the leases stays free after it. */
const spareFraction = 0.5;
/**
 * And so does a call that leases are kept for while this fraction stays free after it. Those who want little have hardly any
 * keys to gather: they would but wait for each other whenever chance has them meet at one of several gateways.
 */
const keptFraction = 0.25;
/** Calls are never further apart than this many even slots of the window. */
const maxSlots = 2;

/** The part of the window that one call has when all are spread evenly. Unit: milliseconds. */
export const slotOf = ({ calls, windowMs }: RateLimit): number => windowMs / calls;

/**
 * For how many milliseconds to hold the next call back although there is a lease for it.
 *
 * An idle budget holds nothing back. A scarce one spreads its calls over the window: keys gather in the
 * meantime, so that calls get fuller just when they are scarce, and no stall of a whole window arises.
 */
export function holdBackMs(limit: RateLimit, pressure: Pressure): number {
  const { calls } = limit;
  const { inUse, backlog, nextReturnMs, sinceSentMs, isKeptFor } = pressure;
  const free = calls - inUse;
  if (inUse < calls * idleFraction) return 0;
  const spare = isKeptFor ? keptFraction : spareFraction;
  if ((backlog > 1 || isKeptFor) && free - backlog >= calls * spare) return 0;
  const gapMs = Math.min(nextReturnMs / Math.max(1, free), maxSlots * slotOf(limit));
  return Math.max(0, gapMs - sinceSentMs);
}

/** Leases that stay free of the calls of who watches: a query that comes is not to wait for these. */
export const leftToQueries = ({ calls }: RateLimit): number => Math.floor(calls / 5);
