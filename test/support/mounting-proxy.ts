import { once } from 'node:events';
import { createServer, request, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** A proxy on a port of this machine that serves one address under a path of its own; disposing ends it. */
export async function startMountingProxy(address: string, path: string) {
  const target = new URL(address);
  const connections = new Set<Socket>();
  const forward: RequestListener = (asked, response) => {
    const [asks, query = ''] = (asked.url ?? '').split('?');
    if (asks !== path) {
      response.writeHead(404).end();
      return;
    }
    const { method, headers } = asked;
    const onward = request(`${target.origin}${target.pathname}?${query}`, { method, headers });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    asked.pipe(onward);
  };
  const server = createServer(forward);
  server.on('connection', (socket) => connections.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const listensOn = server.address();
  return {
    url: `http://127.0.0.1:${typeof listensOn === 'object' ? listensOn?.port : ''}${path}`,
    /** All that was sent to clients so far, as it went over the wire. */
    bytesSent: () => [...connections].reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
