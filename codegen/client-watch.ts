import type { ClientPart } from './client-part.ts';

/** What keeps a subscription up for any client, over connections that come and go. */
export function clientWatch(): ClientPart {
  return {
    code: `export function watch(operation, reader, { url, headers, fetch = globalThis.fetch, onWait }) {
  const leaving = new AbortController();
  const left = leaving.signal;

  async function keepUp() {
    let failures = 0;
    let refused = null;
    while (!left.aborted) {
      const since = Date.now();
      const { sent, result, isFinal = false, fault, why } = await connect(refused);
      if (left.aborted) return;
      if (fault) return reader.error(fault);
      const errors = result?.errors ?? [];
      const isUnknown = errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
      if (isFinal || (errors.length > 0 && !isUnknown && !errors.some(mayPass))) {
        reader.next(result);
        return reader.complete();
      }
      refused = isUnknown ? { sent, result } : null;
      if (Date.now() - since >= steadyMs) failures = 0;
      // Another token may be there at once.
      const most = isUnknown && failures === 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** failures);
      failures += 1;
      const least = Math.max(0, ...errors.map(({ extensions }) => extensions?.retryAfterMs ?? 0));
      const waitMs = Math.ceil(least + Math.random() * most);
      if (waitMs > 0) onWait?.({ waitMs, why: errors[0]?.message ?? why });
      await pause(waitMs, left);
    }
  }

  /** Gives what comes; what came last, if it had no figures, and why there is no connection any more. */
  async function connect(refused) {
    const connection = new AbortController();
    let silence;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => connection.abort(new Error('Nothing was heard of the gateway.')), silentMs);
    };
    try {
      const given = (await headers?.()) ?? {};
      const sent = JSON.stringify(given);
      if (refused?.sent === sent) return { ...refused, isFinal: true };
      heard();
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...given, 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify(operation),
        signal: AbortSignal.any([left, connection.signal]),
      });
      if (!/event-stream/.test(response.headers.get('content-type') ?? ''))
        return { sent, ...(await readRefusal(response)) };
      for await (const { event, data } of readEvents(response.body, heard)) {
        if (event === 'complete') break;
        if (event !== 'next') continue;
        const result = JSON.parse(data);
        if (hasNothing(result)) return { sent, result };
        if (!left.aborted) reader.next(result);
      }
      return { why: 'The gateway has ended the connection.' };
    } catch (error) {
      return { why: String(error?.message ?? error) };
    } finally {
      clearTimeout(silence);
      connection.abort();
    }
  }

  void keepUp();
  return () => leaving.abort();
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** A connection that held for so long was a good one. */
const steadyMs = 10_000;
/** The gateway is heard of every 12 s. */
const silentMs = 30_000;

async function* readEvents(body, heard) {
  let unread = '';
  for await (const text of chunksOf(body.pipeThrough(new TextDecoderStream()).getReader())) {
    heard();
    const events = (unread + text).split('\\n\\n');
    unread = events.pop();
    for (const one of events) {
      const valueOf = (name) => new RegExp(\`^\${name}: ?(.*)$\`, 'm').exec(one)?.[1] ?? '';
      yield { event: valueOf('event'), data: valueOf('data') };
    }
  }
}

/** Not every browser iterates over streams. */
async function* chunksOf(reader) {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** The gateway refuses with errors; what else comes is of something before it. */
async function readRefusal(response) {
  const { status } = response;
  const text = await response.text();
  try {
    const result = JSON.parse(text);
    if (result.errors?.[0]?.extensions?.code) return { result };
  } catch {
    // Then it says no more than its status.
  }
  const why = \`\${status} \${response.statusText}\`.trim();
  const mayPass = status < 400 || status >= 500 || [404, 408, 429].includes(status);
  return mayPass ? { why } : { fault: new Error(\`The subscription was refused: \${why}.\`) };
}

const hasNothing = ({ data, errors = [] }) =>
  errors.length > 0 && Object.values(data ?? {}).every((part) => part === null);

const mayPass = ({ extensions }) => isErrorCode(extensions?.code) && errorCodes[extensions.code].retryable;

function pause(ms, left) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    left.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
`,
    types: `/** An operation as it is sent. */
export interface WatchedOperation {
  /** The text of a subscription; none where \`extensions\` name a persisted document. */
  readonly query?: string | undefined;
  readonly variables?: object | undefined;
  readonly operationName?: string | undefined;
  readonly extensions?: object | undefined;
}

/** An answer of a subscription: all that it asks for, as it is now. */
export interface WatchResult<Data = unknown> {
  readonly data?: Data | null;
  readonly errors?: readonly GatewayError[];
}

export interface WatchReader<Result> {
  /** At once, then whenever something that is asked for has changed. */
  next(result: Result): void;
  /** Something before the gateway refuses it for good. */
  error(error: Error): void;
  /** The gateway refuses it for good: the last result says why. */
  complete(): void;
}

export interface WatchOptions {
  /** The address of the graph. */
  readonly url: string;
  /** What each connection is to have, such as \`authorization\`. Asked for anew each time: a token may be another one by then. */
  readonly headers?: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  readonly fetch?: typeof globalThis.fetch;
  /** Told when there is no connection: what was last shown is from before, until the next result. */
  readonly onWait?: (wait: {
    /** Until it is tried again. */
    readonly waitMs: number;
    /** In words, for a log. */
    readonly why: string;
  }) => void;
}

/**
 * Keeps a subscription up over server-sent events: whenever the connection ends or breaks, or nothing is heard for 30 s, it is made
 * anew, after up to 1 s at first, and up to 30 s where that fails again and again. It ends when the gateway refuses what asking
 * again does not change: a token that is not good, where \`headers\` have no other one, or a query that cannot be answered.
 *
 * @returns what ends it; after that, nothing is told any more
 */
export declare function watch<Result = WatchResult>(
  operation: WatchedOperation,
  reader: WatchReader<Result>,
  options: WatchOptions,
): () => void;
`,
  };
}
