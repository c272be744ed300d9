import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { startChildProcess } from './child-process.ts';

/** A Redis in a process of its own that keeps nothing on disk; disposing ends it. */
export interface Redis extends AsyncDisposable {
  readonly url: string;
  /** Ends it as a crash would, so that it forgets everything, and starts it again at the same address. */
  crash(): Promise<void>;
  /** Answers nothing more, with its connections open. */
  hang(): void;
  resume(): void;
  /** Forgets everything. */
  flush(): Promise<void>;
}

const host = '127.0.0.1';

/** @throws Error when there is no `redis-server` on the PATH */
export async function startRedis(): Promise<Redis> {
  const port = await freePort();
  let server = await startServer(port);

  async function kill(): Promise<void> {
    server.signal('SIGKILL');
    await server.ended;
  }

  return {
    url: `redis://${host}:${port}`,
    async crash() {
      await kill();
      server = await startServer(port);
    },
    hang: () => server.signal('SIGSTOP'),
    resume: () => server.signal('SIGCONT'),
    flush: async () => flushAll(port),
    [Symbol.asyncDispose]: kill,
  };
}

async function startServer(port: number) {
  const options = { port: String(port), bind: host, save: '', appendonly: 'no' };
  return startChildProcess({
    command: 'redis-server',
    args: Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    environment: { PATH: process.env['PATH'] ?? '' },
    folder: tmpdir(),
    ready: /(Ready to accept connections)/,
  });
}

async function flushAll(port: number): Promise<void> {
  const socket = connect(port, host);
  socket.end('FLUSHALL\r\n');
  const [answer]: unknown[] = await once(socket, 'data');
  if (String(answer) !== '+OK\r\n') throw new Error(`Redis does not flush: ${String(answer)}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('not on a TCP port');
  return address.port;
}
