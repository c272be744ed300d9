import type { Clock } from '../time/clock.ts';

/** By how many milliseconds the two scales may come apart before dates follow. */
const toleranceMs = 50;

/** Writes times of the clock's monotonic scale as dates, in UTC, of which one that is written again is the same. */
export function createDates(clock: Clock): (at: number) => string {
  let origin = NaN;
  return (at) => {
    const present = clock.wallTime() - clock.now();
    if (!(Math.abs(present - origin) <= toleranceMs)) origin = present;
    return new Date(Math.round(origin + at)).toISOString();
  };
}
