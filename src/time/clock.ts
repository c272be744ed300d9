/** Cancels what was scheduled; harmless when it has already run. */
export type Cancel = () => void;

/** The only source of time in the gateway, injected so that tests can run on a manual one. */
export interface Clock {
  /** Milliseconds on a monotonic scale of unspecified origin: for waiting and for ages. */
  now(): number;
  /** Milliseconds since the Unix epoch: for timestamps that leave the process. */
  wallTime(): number;
  /** Runs `task` once, `delayMs` from now at the earliest. */
  after(delayMs: number, task: () => void): Cancel;
}

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, Math.max(0, delayMs));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
