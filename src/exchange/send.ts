import type { Clock } from '../time/clock.ts';
import { AnswerTooLarge, reasonOf, Redirected } from './cause.ts';
import type { Http } from './http.ts';

/** Bounds one attempt, from sending to the last byte of the answer. */
export const attemptTimeoutMs = 3_000;

/** Answers larger than this fail; a whole balance of 500 currencies has about 700 kB. */
const maxAnswerBytes = 2 * 2 ** 20;

/** An answer as it came, before anything is made of it. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
}

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
      const { status, body } = await http(baseUrl, target, headers, timeout.signal);
      const text = await readText(body, timeout.signal);
      if (status >= 300 && status < 400) throw new Redirected();
      return { status, body: text };
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
async function readText(body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > maxAnswerBytes) throw new AnswerTooLarge();
    signal.throwIfAborted();
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}
