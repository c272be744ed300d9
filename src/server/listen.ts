import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import { setImmediate as afterReading, setTimeout as delay } from 'node:timers/promises';
import { SettingsError } from '../settings/settings-error.ts';
import type { Refused } from '../telemetry/telemetry.ts';
import { createAcceptance } from './acceptance.ts';
import { createHostCheck } from './check-host.ts';
import { cutSlowReaders } from './cut-slow-readers.ts';
import { holdBackEvents } from './hold-back-events.ts';
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
  /** Goes on taking connections and requests, of which each is the last of its connection. */
  drain(): void;
  /** Takes no more connections, lets the requests under way end, for at most `graceMs`. */
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

interface ListenOptions extends Address {
  /** How long it will drain before it ends. Default: not at all. */
  readonly drainMs?: number;
  /** Connections that it keeps, half of them of one address. Default: 10,000. */
  readonly maxConnections?: number;
}

/**
 * @param onRefused told why a connection was refused, such as `EMFILE`, or a request for the address that it was sent to
 * @throws SettingsError when the address cannot be listened on
 */
export async function listen(
  handler: RequestListener,
  { host, port, names = 'HOST and PORT', drainMs = 0, maxConnections = 10_000 }: ListenOptions,
  onRefused: (why: Refused) => void = () => {},
): Promise<Listening> {
  const underWay = new Set<ServerResponse>();
  /** Connections by which nothing has come yet, such as browsers open beforehand. For Node, they are not idle. */
  const unused = new Set<Socket>();
  let isDraining = false;
  // Who goes by it has left every idle connection before a drain ends, and sends nothing on one that is being closed.
  const idleSeconds = Math.floor(drainMs / 1_000) - 1;
  let isOver = false;
  const acceptance = createAcceptance();
  const checkHost = createHostCheck(host);
  const take: RequestListener = (request, response) => {
    underWay.add(response);
    unused.delete(request.socket);
    response.shouldKeepAlive &&= !isDraining;
    if (idleSeconds > 0 && response.shouldKeepAlive) {
      response.setHeader('keep-alive', `timeout=${idleSeconds}`);
    }
    response.once('close', () => {
      underWay.delete(response);
      // A connection that is kept alive after its answer would hold up the end.
      if (isOver) server.closeIdleConnections();
    });
    const refusal = checkHost(request);
    if (refusal) {
      onRefused({ what: 'host', reason: refusal.message });
      response.writeHead(refusal.status).end(`${refusal.message}\n`);
    } else handler(request, response);
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
    acceptance.holding(takeTurns(take)),
  );
  server.on('connection', (socket) => {
    unused.add(socket);
    acceptance.count();
    socket.once('close', () => void unused.delete(socket));
  });
  limitConnections(server, maxConnections, (reason) => onRefused({ what: 'connection', reason }));
  server.listen({ host, port, backlog });
  await once(server, 'listening').catch(({ code }: NodeJS.ErrnoException) => {
    throw new SettingsError(`${names} must be free to listen on: ${host}:${port} gives ${code}`);
  });
  const stopLooking = [cutSlowReaders(underWay), holdBackEvents(underWay)];
  const drain = (): void => {
    isDraining = true;
    for (const response of underWay) {
      response.shouldKeepAlive = false;
      if (!response.headersSent) response.removeHeader('keep-alive');
    }
  };
  return {
    url: urlOf(server.address()),
    drain,
    async close(graceMs) {
      drain();
      const ended = once(server, 'close');
      await acceptance.finish(() => {
        // That of `node:http` resets idle connections at once, with the requests that are on their way.
        NetServer.prototype.close.call(server);
      });
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await Promise.race([ended, delay(Math.min(lingerMs, graceMs))]);
      await afterReading();
      isOver = true;
      server.close();
      for (const socket of unused) if (socket.bytesRead === 0) socket.destroy();
      await ended;
      clearTimeout(cut);
      for (const stop of stopLooking) stop();
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
