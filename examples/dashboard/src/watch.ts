import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { errorCodes, isErrorCode } from 'okx-account-gateway-client';

/** How a subscription stands: `waiting` is the time between two connections, `ended` the end of it. */
export type Standing = 'connecting' | 'live' | 'waiting' | 'ended';

type Result = FormattedExecutionResult;

interface Watcher {
  /** A whole result: the first at once, then one whenever something in it has changed. */
  readonly next: (result: Result) => void;
  readonly standing: (standing: Standing) => void;
}

/** A gateway that is there sends something every 12 s, be it only a comment. */
const silenceMs = 30_000;
const shortestWaitMs = 500;
const longestWaitMs = 30_000;

/**
 * Subscribes by server-sent events, and again whenever the connection breaks or the gateway ends it, as it does when it is
 * replaced by a new one. Ends by itself only when asking again would not help.
 *
 * @param body the request, as JSON
 * @returns what ends it
 */
export function watch(url: string, body: string, { next, standing }: Watcher): () => void {
  const leaving = new AbortController();

  async function run(): Promise<void> {
    for (let failures = 0; !leaving.signal.aborted; failures += 1) {
      standing('connecting');
      let last: Result = {};
      try {
        for await (const result of results(url, body, leaving.signal)) {
          last = result;
          failures = 0;
          standing('live');
          next(result);
        }
      } catch {
        // The connection broke, or there was none: what is to be done is the same as at its end.
      }
      if (leaving.signal.aborted) return;
      if (isHopeless(last)) return standing('ended');
      standing('waiting');
      await wait(waitMs(failures, last), leaving.signal);
    }
  }

  void run();
  return () => leaving.abort();
}

async function* results(url: string, body: string, leaving: AbortSignal): AsyncGenerator<Result> {
  const silence = new AbortController();
  const hear = () => setTimeout(() => silence.abort(), silenceMs);
  let timer = hear();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body,
      signal: AbortSignal.any([leaving, silence.signal]),
    });
    // What refuses a request before it is read may answer in JSON.
    if (response.headers.get('content-type')?.includes('json')) yield await response.json();
    if (!response.headers.get('content-type')?.includes('event-stream') || !response.body) return;
    let unread = '';
    for await (const text of read(response.body.pipeThrough(new TextDecoderStream()))) {
      clearTimeout(timer);
      timer = hear();
      const events = (unread + text).split('\n\n');
      unread = events.pop() ?? '';
      for (const event of events) {
        if (/^event: ?complete$/m.test(event)) return;
        const [, data] = /^data: ?(.+)$/m.exec(event) ?? [];
        if (data !== undefined) yield JSON.parse(data);
      }
    }
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

/** Streams can be iterated over in some browsers only. */
async function* read(stream: ReadableStream<string>): AsyncGenerator<string> {
  const reader = stream.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) yield chunk.value;
}

/** Whether there is nothing but errors that stay, such as a token that is not good. */
function isHopeless({ data, errors = [] }: Result): boolean {
  const isEmpty = Object.values(data ?? {}).every((part) => part === null);
  const stays = ({ extensions }: GraphQLFormattedError) =>
    !isErrorCode(extensions?.['code']) || !errorCodes[extensions['code']].retryable;
  return isEmpty && errors.length > 0 && errors.every(stays);
}

/** Longer from time to time, and not the same for all who have lost a gateway at the same moment. */
function waitMs(failures: number, { errors = [] }: Result): number {
  const backOff = Math.min(longestWaitMs, shortestWaitMs * 2 ** failures);
  const asked = errors.map(({ extensions }) => Number(extensions?.['retryAfterMs'] ?? 0));
  return Math.max(backOff * (0.5 + Math.random() / 2), ...asked);
}

function wait(ms: number, leaving: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    leaving.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
