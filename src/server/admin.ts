import type { IncomingMessage, RequestListener } from 'node:http';
import type { Logger } from 'pino';
import { isLoopback } from '../settings/loopback.ts';
import { listen, type Listening } from './listen.ts';

/** What an address of the admin port answers. */
export interface AdminAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type AdminRoute = (
  request: Pick<IncomingMessage, 'url' | 'headers'>,
) => AdminAnswer | Promise<AdminAnswer>;

/** What is told at each address, which is a path without a query. */
export type AdminRoutes = ReadonlyMap<string, AdminRoute>;

interface AdminOptions {
  readonly adminHost: string;
  readonly adminPort: number;
}

/** Of what is told here, nothing is for a cache, nor for a page of another origin. */
const headersOfAll = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};
/** Few look after a gateway. Its descriptors are for queries, and so is the time that as many answers would take at once. */
const maxConnections = 200;
const plain = { 'content-type': 'text/plain; charset=utf-8' };

/**
 * Opens the port for whoever looks after the gateway. It is a server of its own: what is too much for the other port
 * is not for this one. Nobody is asked who he is.
 *
 * @throws SettingsError when the address cannot be listened on
 */
export async function openAdmin(
  { adminHost: host, adminPort: port }: AdminOptions,
  routes: AdminRoutes,
  log: Logger,
): Promise<Listening> {
  if (!isLoopback(host)) {
    log.warn({ host }, 'ADMIN_HOST: everybody who reaches the admin port reads the status');
  }
  const names = 'ADMIN_HOST and ADMIN_PORT';
  return listen(serveAdmin(routes, log), { host, port, names, maxConnections });
}

/** Reads nothing but the path, the method and `accept`. */
function serveAdmin(routes: AdminRoutes, log: Logger): RequestListener {
  // Those that a page loads are of no use to anybody else.
  const paths = [...routes.keys()].filter((path) => !path.includes('.')).join(', ');

  async function answerTo(request: IncomingMessage): Promise<AdminAnswer> {
    const { method = '', url = '/' } = request;
    const tell = routes.get(new URL(`http://localhost${url}`).pathname);
    if (!tell) return refuse(404, `There is nothing here. There are ${paths}.`);
    if (method === 'GET' || method === 'HEAD') return tell(request);
    return refuse(405, 'This is only for GET and HEAD.', { allow: 'GET, HEAD' });
  }

  async function serve(...[request, response]: Parameters<RequestListener>): Promise<void> {
    const { status, headers, body } = await answerTo(request).catch((error: unknown) => {
      log.error({ err: error }, 'admin request failed');
      return refuse(500, 'The gateway failed to tell this. The reason is in its log.');
    });
    response.writeHead(status, { ...headersOfAll, ...headers }).end(body);
  }

  return (request, response) => void serve(request, response);
}

function refuse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): AdminAnswer {
  return { status, headers: { ...plain, ...headers }, body: `${message}\n` };
}
