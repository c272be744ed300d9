import type { Clock } from './clock.ts';

/**
 * Tells of something that may happen very often: at once, and then once a minute.
 *
 * @param tell given how often it happened since it was told of before, and what was said of it the last time
 */
export function createOnceAMinute<About extends readonly unknown[]>(
  clock: Clock,
  tell: (times: number, ...about: About) => void,
): (...about: About) => void {
  let times = 0;
  let isQuiet = false;
  return (...about) => {
    times += 1;
    if (isQuiet) return;
    isQuiet = true;
    tell(times, ...about);
    times = 0;
    clock.after(60_000, () => {
      isQuiet = false;
    });
  };
}
