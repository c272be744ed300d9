import type { Cancel, Clock } from '../../src/time/clock.ts';

/** The one clock of a simulation: it moves from timer to timer, as fast as they are worked off. */
export interface WorldClock extends Clock {
  /** Moves time on to the next timer and works it off, with all that follows at once; false if there is none. */
  step(): Promise<boolean>;
}

interface Timer {
  readonly due: number;
  task: (() => void) | null;
}

/** Wall time begins at 2026-01-15 12:00 UTC. */
export function createWorldClock(): WorldClock {
  const start = Date.UTC(2026, 0, 15, 12);
  let now = 0;
  /** The next one last. Of two that are due at once, the one that was set first is the next. */
  const timers: Timer[] = [];

  function placeOf(due: number): number {
    let [low, high] = [0, timers.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((timers[middle]?.due ?? 0) > due) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    now: () => now,
    wallTime: () => start + now,
    after(delayMs, task) {
      const timer: Timer = { due: now + Math.max(0, delayMs), task };
      timers.splice(placeOf(timer.due), 0, timer);
      return () => {
        timer.task = null;
      };
    },
    async step() {
      let next = timers.pop();
      while (next?.task === null) next = timers.pop();
      if (!next?.task) return false;
      now = next.due;
      next.task();
      await settle();
      return true;
    },
  };
}

/** Lets the event loop turn until nothing is left in it that waits for anything but time. */
async function settle(): Promise<void> {
  do {
    await new Promise<void>((resolve) => setImmediate(resolve));
  } while (process.getActiveResourcesInfo().includes('Immediate'));
}

/** A process of the simulation, whose clock is its own: it can stand still for a while, and it can die. */
export interface SimulatedProcess {
  readonly clock: Clock;
  /** Lets something from outside happen in it: when it goes on if it stands still, and never when it is dead. */
  deliver(task: () => void): void;
  pause(): void;
  resume(): void;
  kill(): void;
  isDead(): boolean;
  /** Milliseconds since it died; 0 while it lives. */
  deadForMs(): number;
  /** Milliseconds for which it has stood still so far. */
  pausedMs(): number;
  /** Timers that are set. */
  timers(): number;
}

/**
 * @param originMs of its monotonic clock, which is not that of the others
 * @param skewMs by which its wall time is ahead
 */
export function createProcess(
  world: Clock,
  { originMs, skewMs }: { readonly originMs: number; readonly skewMs: number },
): SimulatedProcess {
  const pending = new Map<() => void, Cancel>();
  /** What is to happen when it goes on, in its order. */
  const held = new Set<() => void>();
  let diedAt: number | null = null;
  const isDead = () => diedAt !== null;
  let pausedAt: number | null = null;
  let pausedMs = 0;

  function deliver(task: () => void): void {
    if (isDead()) return;
    if (pausedAt === null) task();
    else held.add(task);
  }

  return {
    clock: {
      now: () => world.now() + originMs,
      wallTime: () => world.wallTime() + skewMs,
      after(delayMs, task) {
        if (isDead()) return () => {};
        const fire = () => {
          pending.delete(fire);
          task();
        };
        pending.set(
          fire,
          world.after(delayMs, () => deliver(fire)),
        );
        return () => {
          pending.get(fire)?.();
          pending.delete(fire);
          held.delete(fire);
        };
      },
    },
    deliver,
    pause() {
      pausedAt ??= world.now();
    },
    resume() {
      if (pausedAt === null) return;
      pausedMs += world.now() - pausedAt;
      pausedAt = null;
      for (const task of held) {
        held.delete(task);
        deliver(task);
      }
    },
    kill() {
      diedAt = world.now();
      for (const cancel of pending.values()) cancel();
      pending.clear();
      held.clear();
    },
    isDead,
    deadForMs: () => (diedAt === null ? 0 : world.now() - diedAt),
    pausedMs: () => pausedMs + (pausedAt === null ? 0 : world.now() - pausedAt),
    timers: () => pending.size,
  };
}
