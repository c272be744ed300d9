import type { Check, Found } from '../callers/refusal.ts';
import type { Clock } from '../time/clock.ts';

/** Who sends a request, or how to find out. */
export type Asker = Found | Check;

/** What is known of a request from before it was read. */
export interface Arrival {
  /** When it came, on the clock's monotonic scale. */
  readonly arrivedAt?: number;
  /** The address that it came from. */
  readonly address?: string;
  /** Who sends it, by its head. Default: that is still to be found out. */
  readonly asker?: Asker;
}

/** What becomes of a request: one of the two is called, once. */
export interface Visitor {
  /** Who sends it, as far as that is known before it is read: callers take turns. */
  readonly from: string;
  /** Its turn has come. */
  work(arrivedAt: number): void;
  /** Its turn would come too late, or did. */
  refuse(): void;
}

export interface Admission {
  /** Takes a request that has come. */
  admit(visitor: Visitor): void;
  /** Whether requests have come that are not worked on yet. */
  isBusy(): boolean;
}

/** Longest time in milliseconds for which a request waits for its turn. */
export const maxTurnWaitMs = 3_000;
/** Requests that wait for it, in all: while there are so many, a caller may have its part of them. */
const maxWaiting = 15_000;
/** Requests that are worked on between two looks at the network, and for how many milliseconds at most. */
const atOnce = 32;
const atOnceMs = 20;

/**
 * Lets requests in, each caller's in the order in which they came and callers by turns, and reads all that have come before
 * it works on one of them.
 *
 * Of a thousand requests of one moment, the last would otherwise be read when the others have been worked on, and
 * would pass for one that came so much later: too late for the answers that were asked for on behalf of the first.
 *
 * When the first of a caller's has waited for too long, those that come from it are refused at once: more come than can
 * be worked on, and the others are not to wait until nobody wants their answers any more.
 */
export function createAdmission(clock: Clock): Admission {
  /** By caller, who has its turn next first. */
  const lines = new Map<string, { readonly visitor: Visitor; readonly arrivedAt: number }[]>();
  let count = 0;
  let isDue = false;
  let lookedAt = 0;
  let worked = 0;

  const isLate = (arrivedAt: number) => clock.now() - arrivedAt > maxTurnWaitMs;

  function workOnNext(): void {
    if (worked > 0 && clock.now() - lookedAt > atOnceMs) return;
    const [from, line] = lines.entries().next().value ?? [];
    const next = line?.shift();
    if (from === undefined || !line || !next) return;
    count -= 1;
    if (line.length === 0) lines.delete(from);
    else if (lines.size > 1) {
      lines.delete(from);
      lines.set(from, line);
    }
    worked += 1;
    const { visitor, arrivedAt } = next;
    if (isLate(arrivedAt)) visitor.refuse();
    else visitor.work(arrivedAt);
  }

  function letIn(): void {
    lookedAt = clock.now();
    worked = 0;
    const turns = Math.min(atOnce, count);
    // Each has a turn of the event loop to itself, all of them before the network is looked at again.
    for (let turn = 0; turn < turns; turn += 1) setImmediate(workOnNext);
    isDue = turns > 0;
    if (isDue) setImmediate(letIn);
  }

  return {
    admit(visitor) {
      const line = lines.get(visitor.from) ?? [];
      const [first] = line;
      const isFull = count >= maxWaiting && line.length >= maxWaiting / (lines.size + 1);
      if (isFull || (first && isLate(first.arrivedAt))) return visitor.refuse();
      line.push({ visitor, arrivedAt: clock.now() });
      if (!first) lines.set(visitor.from, line);
      count += 1;
      if (isDue) return;
      isDue = true;
      setImmediate(letIn);
    },
    isBusy: () => count > 0,
  };
}
