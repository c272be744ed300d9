import type { RateLimit } from '../endpoints/declare.ts';

/** What the next call of a budget is weighed by. */
export interface Pressure {
  /** Leases under a call or in the window after it. */
  readonly inUse: number;
  /** Calls that the waiting keys need. */
  readonly backlog: number;
  /** Milliseconds until the next lease is free again. */
  readonly nextFreeMs: number;
  /** Milliseconds since the latest call was sent. */
  readonly sinceSentMs: number;
}

/** Up to this share of the leases may be out before calls are spread. */
const idleShare = 0.2;
/** A backlog of several calls leaves at once while this share of the leases stays free after it. */
const spareShare = 0.5;
/** Calls are never further apart than this many even slots of the window. */
const widestSlots = 2;

/**
 * For how many milliseconds to hold the next call back although there is a lease for it.
 *
 * An idle budget holds nothing back. A scarce one spreads its calls over the window: keys gather in the
 * meantime, so that calls get fuller just when they are scarce, and no stall of a whole window arises.
 */
export function holdBackMs({ calls, windowMs }: RateLimit, pressure: Pressure): number {
  const { inUse, backlog, nextFreeMs, sinceSentMs } = pressure;
  const free = calls - inUse;
  if (inUse < calls * idleShare) return 0;
  if (backlog > 1 && free - backlog >= calls * spareShare) return 0;
  const gapMs = Math.min(nextFreeMs / Math.max(1, free), (widestSlots * windowMs) / calls);
  return Math.max(0, gapMs - sinceSentMs);
}
