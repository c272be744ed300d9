import type { RateLimit } from '../endpoints/declare.ts';
import { Refusal } from './refusal.ts';

export interface RateLimiter {
  /** Counts one arrival of `who` at an endpoint; throws 50011 when the window is full. */
  admit(who: string, endpoint: string, limit: RateLimit, now: number): void;
}

/**
 * A sliding window over arrivals. An arrival that was refused takes no place in the window, so that
 * a caller which keeps knocking still gets its full rate.
 */
export function createRateLimiter(): RateLimiter {
  const admitted = new Map<string, number[]>();
  return {
    admit(who, endpoint, { calls, windowMs }, now) {
      const key = `${who} ${endpoint}`;
      const recent = (admitted.get(key) ?? []).filter((at) => at > now - windowMs);
      admitted.set(key, recent);
      if (recent.length >= calls) throw new Refusal(50011);
      recent.push(now);
    },
  };
}
