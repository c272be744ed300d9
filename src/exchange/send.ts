import type { Clock } from '../time/clock.ts';
import { reasonOf, Redirected } from './cause.ts';
import type { Http, WireAnswer } from './http.ts';

/** Bounds one attempt, from sending to the last byte of the answer. */
export const attemptTimeoutMs = 3_000;

/** Why there is none. What was thrown is not kept: it can hold the request with its credentials. */
export interface NoAnswer {
  readonly missing: 'timeout' | 'unreachable';
  readonly reason: string;
}

/** Sends one GET to a host of the exchange. Never rejects. */
export type Send = (
  baseUrl: string,
  target: string,
  headers: Readonly<Record<string, string>>,
) => Promise<WireAnswer | NoAnswer>;

export function createSend(http: Http, clock: Clock): Send {
  return async (baseUrl, target, headers) => {
    const timeout = new AbortController();
    const cancel = clock.after(attemptTimeoutMs, () => timeout.abort());
    try {
      const answer = await http(baseUrl, target, headers, timeout.signal);
      if (answer.status >= 300 && answer.status < 400) throw new Redirected();
      return answer;
    } catch (thrown) {
      return timeout.signal.aborted
        ? { missing: 'timeout', reason: `no answer within ${attemptTimeoutMs} ms` }
        : { missing: 'unreachable', reason: reasonOf(thrown) };
    } finally {
      cancel();
    }
  };
}
