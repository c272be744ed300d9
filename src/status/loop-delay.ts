import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../time/clock.ts';

/** By how many milliseconds the process came later to what it had to do than it should have, in the last seconds. */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Each look wakes the process: a hundred a second would cost as much as ten queries. */
const lookEveryMs = 100;
const windowMs = 10_000;

/** Measures it from now on, for as long as the process lives. */
export function measureLoopDelay(clock: Clock): () => LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: lookEveryMs });
  histogram.enable();
  let last: LoopDelay | null = null;

  // What is measured is the time from look to look.
  const late = (nanoseconds: number) =>
    Math.max(0, Math.round(nanoseconds / 1e6 - lookEveryMs)) || 0;
  const read = (): LoopDelay => ({
    p50: late(histogram.percentile(50)),
    p99: late(histogram.percentile(99)),
    max: late(histogram.max),
  });

  function beginAnew(): void {
    last = read();
    histogram.reset();
    clock.after(windowMs, beginAnew);
  }

  clock.after(windowMs, beginAnew);
  return () => {
    const present = read();
    return last && last.max > present.max ? last : present;
  };
}
