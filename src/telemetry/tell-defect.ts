import type { Logger } from 'pino';
import type { Clock } from '../time/clock.ts';
import { createThrottle } from '../time/throttle.ts';
import type { Telemetry } from './telemetry.ts';

/** Tells the log of listeners that threw, which may come with every query: of each event at once, then once a minute. */
export function createTellDefect(
  log: Logger,
  clock: Clock,
): (event: keyof Telemetry, error: unknown) => void {
  return createThrottle<unknown>(clock, (event, times, err) => {
    log.error({ err, event, times }, 'internal error masked');
  });
}
