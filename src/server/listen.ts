import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkHost } from './check-host.ts';
import { SettingsError } from '../settings/settings-error.ts';

/** A server that takes requests. */
export interface Listening {
  /** Where it is reached, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Takes no more requests, lets those under way end, for at most `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/**
 * Clients that connect at one moment and wait to be accepted. Beyond it the system lets them try again after a
 * whole second; with Node's 511, half of a thousand clients. The system may allow less: `net.core.somaxconn`.
 */
const backlog = 4_096;
/** Longer than the 60 s that load balancers keep idle connections, so that none is closed under a request. */
const keepAliveMs = 75_000;

/** @throws SettingsError when the address cannot be listened on */
export async function listen(
  handler: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    // A connection that is kept alive after its answer would hold up the end.
    response.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
    const refusal = checkHost(request, host);
    if (refusal) response.writeHead(refusal.status).end(`${refusal.message}\n`);
    else handler(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      reject(
        new SettingsError(`HOST and PORT must be free to listen on: ${host}:${port} gives ${code}`),
      );
    });
    server.listen({ host, port, backlog }, resolve);
  });
  return {
    url: urlOf(server.address()),
    close: (graceMs) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
      }),
  };
}

/** @param address of a TCP server; wildcard addresses are reached by name */
function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new TypeError('not a TCP server');
  const { address: ip, family, port } = address;
  if (ip === '0.0.0.0' || ip === '::') return `http://localhost:${port}`;
  return `http://${family === 'IPv6' ? `[${ip}]` : ip}:${port}`;
}
