import type { Clock } from '../time/clock.ts';

/** What is known of a request from before it was read. */
export interface Arrival {
  /** When it came, on the clock's monotonic scale. */
  readonly arrivedAt?: number;
}

export interface Admission {
  /** Takes the work for a request that has come, to be done in its turn. */
  admit(work: (arrivedAt: number) => void): void;
  /** Whether requests have come that are not worked on yet. */
  isBusy(): boolean;
}

/** Requests that are worked on between two looks at the network. */
const atOnce = 32;

/**
 * Lets requests in the order in which they came, and reads all that have come before it works on one of them.
 *
 * Of a thousand requests of one moment, the last would otherwise be read when the others have been worked on, and
 * would pass for one that came so much later: too late for the answers that were asked for on behalf of the first.
 */
export function createAdmission(clock: Clock): Admission {
  const waiting: (() => void)[] = [];
  let present = 0;
  let isDue = false;

  function letIn(): void {
    // Each has a turn of the event loop to itself, all of them before the network is looked at again.
    for (const work of waiting.splice(0, atOnce)) setImmediate(work);
    isDue = waiting.length > 0;
    if (isDue) setImmediate(letIn);
  }

  return {
    admit(work) {
      const arrivedAt = clock.now();
      present += 1;
      waiting.push(() => {
        present -= 1;
        work(arrivedAt);
      });
      if (isDue) return;
      isDue = true;
      setImmediate(letIn);
    },
    isBusy: () => present > 0,
  };
}
