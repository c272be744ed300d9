import type { KyInstance } from 'ky';
import type { Clock } from '../time/clock.ts';
import { AnswerTooLarge, reasonOf } from './cause.ts';

/** Bounds one attempt, from sending to the last byte of the answer. */
export const attemptTimeoutMs = 3_000;

/** Answers larger than this fail; a whole balance of 500 currencies has about 700 kB. */
const maxAnswerBytes = 2 * 2 ** 20;

/** An answer as it came, before anything is made of it. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
}

/** Why there is none. What fetch throws is not kept: it can hold the request with its credentials. */
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

export function createSend(http: KyInstance, clock: Clock): Send {
  return async (baseUrl, target, headers) => {
    const timeout = new AbortController();
    const cancel = clock.after(attemptTimeoutMs, () => timeout.abort());
    try {
      const response = await http.get(new URL(target, baseUrl), {
        headers,
        signal: timeout.signal,
      });
      return { status: response.status, body: await readText(response, timeout.signal) };
    } catch (thrown) {
      return timeout.signal.aborted
        ? { missing: 'timeout', reason: `no answer within ${attemptTimeoutMs} ms` }
        : { missing: 'unreachable', reason: reasonOf(thrown) };
    } finally {
      cancel();
    }
  };
}

/** The text of a body, read piece by piece: a small compressed body can hold a text without end. */
async function readText({ body }: Response, signal: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const piece of body ?? []) {
    bytes += piece.byteLength;
    if (bytes > maxAnswerBytes) throw new AnswerTooLarge();
    signal.throwIfAborted();
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}
