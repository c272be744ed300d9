// Answers of a subscription as they come, for GraphiQL.
// @ts-check

/** @import { Params } from './plan.js' */

/**
 * @typedef {{ status: number, answer: any }} Heard
 */

/**
 * The answers, until there are no more or whoever takes them has left: then the connection is closed at once, and not
 * when the next has come, as a generator would.
 *
 * @param {(signal: AbortSignal) => Promise<Response>} connect
 * @param {(heard: Heard) => void} onAnswer told of each
 * @returns {AsyncIterableIterator<any>}
 */
export function answersOf(connect, onAnswer) {
  const leaving = new AbortController();
  const answers = read(connect, onAnswer, leaving.signal);
  return {
    next: () => answers.next(),
    async return() {
      leaving.abort();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/**
 * @param {Parameters<typeof answersOf>[0]} connect
 * @param {Parameters<typeof answersOf>[1]} onAnswer
 * @param {AbortSignal} signal
 */
async function* read(connect, onAnswer, signal) {
  try {
    const response = await connect(signal);
    const { status } = response;
    for await (const text of textsOf(response)) {
      const answer = JSON.parse(text);
      onAnswer({ status, answer });
      yield answer;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/**
 * What each event holds; of a refusal, which is no stream, the whole.
 *
 * @param {Response} response
 */
async function* textsOf(response) {
  const isStream = /event-stream/.test(response.headers.get('content-type') ?? '');
  if (!response.body || !isStream) {
    yield await response.text();
    return;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let unread = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error('The connection broke. Run it again.');
    const events = (unread + value).split('\n\n');
    unread = events.pop() ?? '';
    for (const event of events) {
      if (/^event: ?complete$/m.test(event)) return;
      const [, data = ''] = /^data: ?(.+)$/m.exec(event) ?? [];
      if (data !== '') yield data;
    }
  }
}

/**
 * Whether the operation that runs is a subscription.
 *
 * @param {Params} params
 */
export function isSubscription({ query, operationName }) {
  const text = query.replaceAll(/#.*/g, '');
  const named = new RegExp(String.raw`\bsubscription\s+${operationName}\b`);
  return operationName ? named.test(text) : /^\s*subscription\b/.test(text);
}
