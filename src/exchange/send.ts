import type { KyInstance } from 'ky';
import type { Clock } from '../time/clock.ts';

/** Bounds one attempt, from sending to the last byte of the answer. */
const attemptTimeoutMs = 3_000;

/** An answer as it came, before anything is made of it. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
}

/** Why there is no answer. What fetch throws is not kept: it can hold the request with its credentials. */
export type NoAnswer = 'timeout' | 'unreachable';

/** Sends one GET to a host of the exchange. Never rejects. */
export type Send = (
  baseUrl: string,
  target: string,
  headers: Readonly<Record<string, string>>,
) => Promise<WireAnswer | NoAnswer>;

export function createSend(http: KyInstance, clock: Clock): Send {
  return async (baseUrl, target, headers) => {
    const timeout = new AbortController();
    const cancel = clock.after(attemptTimeoutMs, () => timeout.abort());
    try {
      const response = await http.get(new URL(target, baseUrl), {
        headers,
        signal: timeout.signal,
      });
      return { status: response.status, body: await response.text() };
    } catch {
      return timeout.signal.aborted ? 'timeout' : 'unreachable';
    } finally {
      cancel();
    }
  };
}
