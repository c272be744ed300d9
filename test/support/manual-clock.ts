import type { Clock } from '../../src/time/clock.ts';

export interface ManualClock extends Clock {
  /**
   * Moves time on, stopping at each due timer in turn, those that timers set on the way included.
   * Whatever the timers set going gets the chance to run before the next one is due.
   */
  advance(ms: number): Promise<void>;
  /** Moves time on from timer to timer until the promise settles, and gives what it settles to. */
  run<T>(promise: Promise<T>): Promise<T>;
}

/** A clock that stands still until it is moved. Wall time begins at 2026-01-15 12:00 UTC. */
export function createManualClock({
  wallTime: start = Date.UTC(2026, 0, 15, 12),
}: { readonly wallTime?: number } = {}): ManualClock {
  // Not zero, so that nobody takes the monotonic scale for a duration.
  const origin = 5_000;
  let now = origin;
  let sequence = 0;
  const timers = new Map<number, { readonly due: number; readonly task: () => void }>();

  const nextDue = (limit: number): [id: number, due: number, task: () => void] | undefined => {
    let next: [number, number, () => void] | undefined;
    for (const [id, { due, task }] of timers) {
      if (due <= limit && (next === undefined || due < next[1])) next = [id, due, task];
    }
    return next;
  };

  async function advanceTo([id, due, task]: readonly [id: number, due: number, task: () => void]) {
    timers.delete(id);
    now = Math.max(now, due);
    task();
    await settle();
  }

  return {
    now: () => now,
    wallTime: () => start + (now - origin),
    after(delayMs, task) {
      const id = sequence++;
      timers.set(id, { due: now + Math.max(0, delayMs), task });
      return () => void timers.delete(id);
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (let next = nextDue(end); next; next = nextDue(end)) {
        await advanceTo(next);
      }
      now = end;
      await settle();
    },
    async run(promise) {
      const state = { settled: false };
      const note = () => {
        state.settled = true;
      };
      void promise.then(note, note);
      await settle();
      while (!state.settled) {
        const next = nextDue(Infinity);
        if (!next) throw new Error('Nothing is due any more and the promise has not settled.');
        await advanceTo(next);
      }
      return promise;
    },
  };
}

/** Lets promises and immediates run out, several deep. */
async function settle(): Promise<void> {
  for (let round = 0; round < 5; round++) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
