import type { Clock } from '../../src/time/clock.ts';

/** A manual clock that leaves the turns of the event loop to the test. */
export interface TurningClock extends Clock {
  /** Moves time on, stopping at each due timer in turn, those that timers set on the way included. */
  advance(ms: number): Promise<void>;
  /** Moves time on to the next timer; false if there is none. */
  advanceToNext(): Promise<boolean>;
}

/** A clock that stands still until it is moved. */
export function createTurningClock(): TurningClock {
  let now = 5_000;
  const timers = new Set<Timer>();

  function next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) if (timer.due < (first?.due ?? Infinity)) first = timer;
    return first;
  }

  async function advanceTo(end: number): Promise<void> {
    await turn();
    for (let timer = next(); timer && timer.due <= end; timer = next()) {
      timers.delete(timer);
      now = timer.due;
      timer.task();
      await drain();
    }
    now = end;
  }

  return {
    now: () => now,
    wallTime: () => now,
    after(delayMs, task) {
      const timer = { due: now + Math.max(0, delayMs), task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: async (ms) => advanceTo(now + ms),
    async advanceToNext() {
      const timer = next();
      if (timer) await advanceTo(timer.due);
      return timer !== undefined;
    },
  };
}

interface Timer {
  readonly due: number;
  readonly task: () => void;
}

/** Lets the present turn of the event loop end, with all that waits for its end. */
export async function turn(): Promise<void> {
  await drain();
  await new Promise<void>((resolve) => setImmediate(resolve));
  await drain();
}

/** Lets run out what Node runs before anything else happens: promises, and what waits for their end. */
export async function drain(): Promise<void> {
  for (let round = 0; round < 2; round++) {
    await new Promise<void>((resolve) => process.nextTick(resolve));
  }
}
