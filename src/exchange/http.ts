import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { createDispatcher, maxAnswerBytes } from './dispatcher.ts';
import type { Proxy } from './proxy.ts';

/** An answer as it came, before anything is made of it. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends one GET. Rejects if there is no whole answer, or one that is too large. */
export type Http = (
  origin: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<WireAnswer>;

/** What every call says beside what is signed: who asks, and that an answer may be compressed. */
const usualHeaders = {
  accept: 'application/json',
  'accept-encoding': 'gzip',
  'user-agent': 'okx-account-gateway',
};

const expand = promisify(gunzip);

/**
 * The HTTP client of all calls: a bounded keep-alive pool that follows no redirects (they would carry the credentials to
 * another host) and retries nothing (each attempt must be signed anew and takes a lease). Not fetch: its requests,
 * responses and streams of the web cost several times the processor time and memory of a call.
 *
 * @param proxy what https hosts are reached through
 */
export function createHttp(proxy: Proxy | null = null): Http {
  const dispatcher = createDispatcher(proxy);
  return async (origin, path, ownHeaders, signal) => {
    const headers = { ...usualHeaders, ...ownHeaders };
    const request = { origin, path, method: 'GET', headers, signal } as const;
    const { statusCode: status, headers: told, body } = await dispatcher.request(request);
    if (told['content-encoding'] !== 'gzip') return { status, body: await body.text() };
    // A small compressed body can hold a text without end.
    const text = await expand(await body.bytes(), { maxOutputLength: maxAnswerBytes });
    return { status, body: text.toString() };
  };
}
