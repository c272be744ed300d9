import type { Clock } from '../time/clock.ts';

/** What is known of a request from before it was read. */
export interface Arrival {
  /** When it came, on the clock's monotonic scale. */
  readonly arrivedAt?: number;
}

/** What becomes of a request: one of the two is called, once. */
export interface Visitor {
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
/** Requests that are worked on between two looks at the network, and for how many milliseconds at most. */
const atOnce = 32;
const atOnceMs = 50;
/** What a turn takes, in milliseconds, as long as that is not known: so 15,000 requests may wait at most. */
const leastTurnMs = 0.2;
/** How much what is believed of a turn changes with each look at the network. */
const weight = 1 / 8;

/**
 * Lets requests in the order in which they came, and reads all that have come before it works on one of them.
 *
 * Of a thousand requests of one moment, the last would otherwise be read when the others have been worked on, and
 * would pass for one that came so much later: too late for the answers that were asked for on behalf of the first.
 *
 * When more wait than can be worked on in time, those that come are refused at once, so that the others are not
 * kept waiting until nobody wants their answers any more.
 */
export function createAdmission(clock: Clock): Admission {
  const waiting: { readonly visitor: Visitor; readonly arrivedAt: number }[] = [];
  let isDue = false;
  let turnMs = leastTurnMs;
  let lookedAt = 0;
  let worked = 0;
  let workingSince = 0;
  let isFull = false;

  function workOnNext(): void {
    const now = clock.now();
    if (worked === 0) workingSince = now;
    if (now - workingSince > atOnceMs) {
      isFull = true;
      return;
    }
    const next = waiting.shift();
    if (next === undefined) return;
    worked += 1;
    if (worked === atOnce) isFull = true;
    const { visitor, arrivedAt } = next;
    if (now - arrivedAt > maxTurnWaitMs) visitor.refuse();
    else visitor.work(arrivedAt);
  }

  function letIn(): void {
    const now = clock.now();
    // What the requests before are still doing, and reading those that come, is time that turns take, too. Few turns
    // between two looks would seem to take all of it: more would fit.
    if (isFull) turnMs += weight * ((now - lookedAt) / worked - turnMs);
    lookedAt = now;
    worked = 0;
    isFull = false;
    isDue = waiting.length > 0;
    if (!isDue) {
      turnMs = leastTurnMs;
      return;
    }
    // Each has a turn of the event loop to itself, all of them before the network is looked at again.
    const turns = Math.min(atOnce, waiting.length);
    for (let turn = 0; turn < turns; turn += 1) setImmediate(workOnNext);
    setImmediate(letIn);
  }

  return {
    admit(visitor) {
      if (waiting.length * turnMs > maxTurnWaitMs) return visitor.refuse();
      waiting.push({ visitor, arrivedAt: clock.now() });
      if (isDue) return;
      isDue = true;
      setImmediate(letIn);
    },
    isBusy: () => waiting.length > 0,
  };
}
