import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createDispatcher } from './dispatcher.ts';
import type { Proxy } from './proxy.ts';

/** An answer of which the body is still to come, piece by piece and not compressed any more. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Sends one GET. Rejects if no answer begins, and its body throws if it breaks off. */
export type Http = (
  origin: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<HttpAnswer>;

/** What every call says beside what is signed: who asks, and that an answer may be compressed. */
const usualHeaders = {
  accept: 'application/json',
  'accept-encoding': 'gzip',
  'user-agent': 'okx-account-gateway',
};

/**
 * The HTTP client of all calls: a bounded keep-alive pool that follows no redirects (they would carry the credentials to
 * another host) and retries nothing (each attempt must be signed anew and takes a lease). Not fetch: its requests,
 * responses and streams of the web cost four times the processor and seven times the memory of a call.
 *
 * @param proxy what https hosts are reached through
 */
export function createHttp(proxy: Proxy | null = null): Http {
  const dispatcher = createDispatcher(proxy);
  return async (origin, path, headers, signal) => {
    const { statusCode, body, ...answer } = await dispatcher.request({
      origin,
      path,
      method: 'GET',
      headers: { ...usualHeaders, ...headers },
      signal,
    });
    const isCompressed = answer.headers['content-encoding'] === 'gzip';
    // Whoever reads is told of what goes wrong.
    return {
      status: statusCode,
      body: isCompressed ? pipeline(body, createGunzip(), () => undefined) : body,
    };
  };
}
