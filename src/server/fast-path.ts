import type { IncomingHttpHeaders } from 'node:http';
import { type MediaType, statusOf } from '../operations/answer.ts';
import type { Incoming, Params } from '../operations/incoming.ts';
import type { Answered, Operations } from '../operations/operations.ts';
import { requestIdHeader } from '../operations/told-operation.ts';
import { maxRequestBytes } from './use-body-limit.ts';
import { graphqlPath } from './paths.ts';
import { rememberLatest } from './remember-latest.ts';
import { compress, type Encoding, encodingFor, vary } from './compression.ts';
import { takesEvents } from './takes-events.ts';

/** What is read of a request first. */
export interface Head {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** What a request is answered with. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Who asks, since when, how that one leaves, and in which form to answer. */
export interface Visitor extends Pick<Incoming, 'caller' | 'arrivedAt' | 'leaving'> {
  readonly mediaType: MediaType;
}

/**
 * The way of what most clients send: one operation as JSON by POST, answered in one piece. Yoga takes as long for the
 * forms of a request and an answer as all the rest together. Nothing is decided here: the same parts do that for both
 * ways.
 */
export interface FastPath {
  /** The form of the answer to a request that is one of these, by its head; null where Yoga is to take it. */
  takes(head: Head): MediaType | null;
  /** Answers the body of one; null where that is no plain operation, or is to be answered by a stream: that is for Yoga. */
  answer(head: Head, body: string, visitor: Visitor): Promise<Reply | null> | Reply;
}

export function createFastPath(operations: Operations): FastPath {
  function takes({ method, url, headers }: Head): MediaType | null {
    if (method !== 'POST' || url !== graphqlPath) return null;
    if (!/^application\/json(?:;|$)/.test(headers['content-type'] ?? '')) return null;
    if (headers['content-encoding'] !== undefined) return null;
    const bytes = Number(headers['content-length']);
    return bytes > 0 && bytes <= maxRequestBytes ? mediaTypeOf(headers.accept ?? '*/*') : null;
  }

  async function ask(body: string, incoming: Incoming, mediaType: MediaType) {
    const params = readParams(body);
    if (params === null) return null;
    if (takesEvents(incoming.header('accept')) && operations.isStream(params, incoming))
      return null;
    const told = operations.begin(incoming);
    const answer = await operations.answer(params, { incoming, told }, body);
    return replyTo(incoming, { answer, told }, mediaType);
  }

  return {
    takes,
    answer({ headers }, body, { caller, arrivedAt, leaving, mediaType }) {
      const header = (name: string) => headerOf(headers, name);
      const incoming: Incoming = { method: 'POST', caller, header, arrivedAt, leaving };
      const recalled = operations.recall(body, incoming);
      return recalled ? replyTo(incoming, recalled, mediaType) : ask(body, incoming, mediaType);
    },
  };
}

function replyTo({ header }: Incoming, { answer, told }: Answered, mediaType: MediaType) {
  const reply = {
    status: statusOf(answer, mediaType),
    headers: {
      'content-type': `${mediaType}; charset=utf-8`,
      ...answer.headers,
      ...answer.http?.headers,
      'cache-control': 'no-store',
      [requestIdHeader]: told.operation.requestId,
    },
    body: answer.body,
  };
  return pack(reply, header('accept-encoding'));
}

/** Compresses it for those who take it so, and says how long it is. At once where there is nothing to wait for. */
export function pack(
  { status, headers, body }: Reply & { readonly body: string },
  accept: string | null,
): Promise<Reply> | Reply {
  const bytes = Buffer.byteLength(body);
  const encoding = encodingFor(accept, bytes);
  if (encoding !== null) return packAs(encoding, { status, headers, body });
  return { status, headers: { ...headers, vary, 'content-length': String(bytes) }, body };
}

async function packAs(
  encoding: Encoding,
  { status, headers, body }: Reply & { readonly body: string },
): Promise<Reply> {
  const packed = await compress(body, encoding);
  const length = String(packed.byteLength);
  return {
    status,
    headers: { ...headers, vary, 'content-encoding': encoding, 'content-length': length },
    body: packed,
  };
}

/** A media type as clients write them, also for all of a kind. */
const plainType = /^\s*([a-z]+\/(?:\*|[a-z][a-z.+-]*)|\*\/\*)\s*(?:;(?!.*charset=)|$)/;

/** The first form of those that a client takes, of those that are sent in one piece; null where Yoga is to find out. */
const mediaTypeOf = rememberLatest((accept): MediaType | null => {
  for (const one of accept.toLowerCase().split(',')) {
    const [, type] = plainType.exec(one) ?? [];
    // It may be one of them all the same.
    if (type === undefined) return null;
    if (type === 'application/graphql-response+json') return type;
    if (['application/json', 'application/*', '*/*'].includes(type)) return 'application/json';
  }
  return null;
});

/** Null where it is not one operation in JSON, with nothing else. */
function readParams(body: string): Params | null {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    return null;
  }
  if (!isObject(read)) return null;
  for (const name in read)
    if (!Object.hasOwn(checks, name) && (read[name] ?? null) !== null) return null;
  for (const [name, isRight] of Object.entries(checks)) {
    const value = read[name] ?? null;
    if (value !== null && !isRight(value)) return null;
  }
  return read;
}

const isText = (value: unknown) => typeof value === 'string';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const checks = { query: isText, operationName: isText, variables: isObject, extensions: isObject };

/** As `Headers` gives it. */
function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return value === undefined ? null : String(value);
}
