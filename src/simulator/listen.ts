import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ConnectionDropped, type SimulatedExchange } from './exchange.ts';

/** Puts the exchange on a socket. `port` 0, the default, takes a free one; `host` is 127.0.0.1. */
export async function listenSimulatedExchange(
  exchange: SimulatedExchange,
  { port = 0, host = '127.0.0.1' }: { readonly port?: number; readonly host?: string } = {},
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => void serve(exchange, request, response));
  // Longer than a client keeps an idle connection, so that it never writes into one that is closing.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      reject(new Error(`The embedded exchange cannot listen on ${host}:${port}: ${code}`)),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not on a TCP port.');
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  exchange: SimulatedExchange,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  try {
    const { status, headers, body } = await exchange.handle({
      method: request.method ?? '',
      // As it stood on the wire: the signature covers these very bytes.
      target: request.url ?? '',
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
      ),
    });
    response.writeHead(status, headers).end(body);
  } catch (error) {
    request.socket.destroy();
    if (!(error instanceof ConnectionDropped)) throw error;
  }
}
