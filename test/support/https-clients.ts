import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Proxy } from './proxies.ts';
import { type Ask, headersFor, readAll } from './steady-load.ts';

/** Over HTTP/2, on one connection as a browser has it, until the end of the test. */
export function createHttp2Client({ url, certificate: ca }: Proxy): Ask {
  const { origin, pathname } = new URL(url);
  let session: ClientHttp2Session | null = null;
  onTestFinished(() => session?.destroy());

  function connected(): ClientHttp2Session {
    if (session !== null && !session.closed && !session.destroyed) return session;
    session = connect(origin, { ca });
    // Each request tells of it.
    session.on('error', () => {});
    return session;
  }

  return async (accountId, body) => {
    const headers = { ':method': 'POST', ':path': pathname, ...headersFor(accountId) };
    const stream = connected().request(headers);
    stream.end(body);
    const [answer]: unknown[] = await once(stream, 'response');
    const status = (answer as Readonly<Record<string, number>>)[':status'] ?? 0;
    return { status, body: await text(stream) };
  };
}

/** Over HTTP/1.1, on a connection that is kept alive or on one for each request. */
export function createHttp1Client(
  { url, certificate: ca }: Proxy,
  {
    keepAlive,
    headers = {},
  }: { readonly keepAlive: boolean; readonly headers?: Readonly<Record<string, string>> },
): Ask {
  const agent = new Agent({ keepAlive, maxSockets: 1, ca });
  onTestFinished(() => agent.destroy());
  return async (accountId, body) => {
    const { promise, resolve, reject } =
      Promise.withResolvers<Awaited<ReturnType<typeof readAll>>>();
    const asked = request(url, {
      method: 'POST',
      agent,
      headers: { ...headersFor(accountId), ...headers },
    });
    asked.on('response', (response) => void readAll(response).then(resolve, reject));
    asked.on('error', reject);
    asked.end(body);
    return promise;
  };
}
