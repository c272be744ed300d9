import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';

// Many who watch the same, in a process of their own: whoever measures beside them is not to be busy with their reading. They do
// not look at what they are sent. Told to (`/stop`), they read no more, and leave their connections open.

const url = new URL(process.env['URL'] ?? '');
const readers = Number(process.env['READERS']);
const body = JSON.stringify({ query: process.env['QUERY'] });
const head = [
  `POST ${url.pathname} HTTP/1.1`,
  `host: ${url.host}`,
  'content-type: application/json',
  'accept: text/event-stream',
  `content-length: ${Buffer.byteLength(body)}`,
];
/** For all of them: nothing is kept of what is read. */
const taken = Buffer.alloc(2 ** 16);
let bytes = 0;
let closed = 0;

async function open(): Promise<Socket> {
  const socket = connect({
    port: Number(url.port),
    host: url.hostname,
    onread: {
      buffer: taken,
      callback(some) {
        bytes += some;
        return true;
      },
    },
  });
  // Whoever does not read is cut off.
  socket.on('error', () => undefined);
  socket.once('close', () => (closed += 1));
  await once(socket, 'connect');
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  return socket;
}

const sockets: Socket[] = [];
for (let at = 0; at < readers; at += 50) {
  const some = Array.from({ length: Math.min(50, readers - at) }, open);
  sockets.push(...(await Promise.all(some)));
}

const server = createServer((request, response) => {
  for (const socket of sockets) {
    if (request.url === '/stop') socket.pause();
    // Who does not read learns by writing that its connection is closed; a line without a word is no request.
    if (socket.isPaused()) socket.write('\r\n');
  }
  response.setHeader('connection', 'close').end(JSON.stringify({ bytes, closed }));
  bytes = 0;
});
server.listen({ port: 0, host: '127.0.0.1' }, () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not on a TCP port');
  console.log(`Ready http://127.0.0.1:${address.port}`);
});
