import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
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

interface Http1Options {
  /** Whether its connection is kept alive, or there is one for each request. */
  readonly keepAlive: boolean;
  /** Default: POST. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Over HTTP/1.1, until the end of the test. */
export function createHttp1Client(
  { url, certificate: ca }: Proxy,
  { keepAlive, method = 'POST', headers: more = {} }: Http1Options,
): Ask {
  const agent = new Agent({ keepAlive, maxSockets: 1, ca });
  onTestFinished(() => agent.destroy());
  return async (accountId, body) => {
    const headers = { ...headersFor(accountId), ...more };
    const asked = request(url, { method, agent, headers });
    asked.end(body);
    const [response]: IncomingMessage[] = await once(asked, 'response');
    if (!response) throw new TypeError('no response');
    return readAll(response);
  };
}
