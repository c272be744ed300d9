import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { SettingsError } from '../settings/settings-error.ts';
import { checkHost } from './check-host.ts';
import { cutSlowReaders } from './cut-slow-readers.ts';
import { limitConnections } from './limit-connections.ts';
import { takeTurns } from './take-turns.ts';

interface Address {
  readonly host: string;
  readonly port: number;
  /** The settings that it stands in. Default: those of the graph. */
  readonly names?: string;
}

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
const keepAliveTimeout = 75_000;
/** For the head of a request, and for all of it. */
const headersTimeout = 10_000;
const requestTimeout = 20_000;
/** How often requests are looked at for those that take too long. */
const connectionsCheckingInterval = 1_000;
/** How long connections are still read when the gateway ends: what is on its way to it is answered, too. */
const lingerMs = 100;

/**
 * @param onRefused told why a connection was refused, such as `EMFILE`
 * @throws SettingsError when the address cannot be listened on
 */
export async function listen(
  handler: RequestListener,
  { host, port, names = 'HOST and PORT' }: Address,
  onRefused: (reason: string) => void = () => {},
): Promise<Listening> {
  const underWay = new Set<ServerResponse>();
  let isOver = false;
  const take: RequestListener = (request, response) => {
    underWay.add(response);
    response.shouldKeepAlive &&= server.listening;
    response.once('close', () => {
      underWay.delete(response);
      // A connection that is kept alive after its answer would hold up the end.
      if (isOver) server.closeIdleConnections();
    });
    const refusal = checkHost(request, host);
    if (refusal) response.writeHead(refusal.status).end(`${refusal.message}\n`);
    else handler(request, response);
  };
  const server = createServer(
    {
      // Of two tokens, Node would take the first, and a proxy before it perhaps the other.
      joinDuplicateHeaders: true,
      keepAliveTimeout,
      headersTimeout,
      requestTimeout,
      connectionsCheckingInterval,
    },
    takeTurns(take),
  );
  limitConnections(server, onRefused);
  server.listen({ host, port, backlog });
  await once(server, 'listening').catch(({ code }: NodeJS.ErrnoException) => {
    throw new SettingsError(`${names} must be free to listen on: ${host}:${port} gives ${code}`);
  });
  const stopCutting = cutSlowReaders(underWay);
  return {
    url: urlOf(server.address()),
    async close(graceMs) {
      const ended = once(server, 'close');
      // That of `node:http` resets idle connections at once, with the requests that are on their way.
      NetServer.prototype.close.call(server);
      for (const response of underWay) response.shouldKeepAlive = false;
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await Promise.race([ended, delay(Math.min(lingerMs, graceMs))]);
      isOver = true;
      server.close();
      await ended;
      clearTimeout(cut);
      stopCutting();
    },
  };
}

/** @param address of a TCP server; wildcard addresses are reached by name */
function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new TypeError('not a TCP server');
  const { address: ip, family, port } = address;
  if (ip === '0.0.0.0' || ip === '::') return `http://localhost:${port}`;
  return `http://${family === 'IPv6' ? `[${ip}]` : ip}:${port}`;
}
