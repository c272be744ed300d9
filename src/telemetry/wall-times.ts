import type { HrTime } from '@opentelemetry/api';
import type { Clock } from '../time/clock.ts';

/** The clock of the wall may be set, or drift, so far from the monotonic one before times follow it. */
const toleranceMs = 20;

/**
 * Tells when it was, by the clock of the wall, of times on the monotonic scale. Both scales are compared once for many
 * times: the wall's goes by whole milliseconds, so that a part would otherwise seem to begin before its whole.
 */
export function createWallTimes(clock: Clock): (at: number) => HrTime {
  let offset = clock.wallTime() - clock.now();
  return (at) => {
    const latest = clock.wallTime() - clock.now();
    if (Math.abs(latest - offset) > toleranceMs) offset = latest;
    const ms = at + offset;
    const seconds = Math.floor(ms / 1_000);
    return [seconds, Math.round((ms - seconds * 1_000) * 1e6)];
  };
}
