import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { startChildProcess } from './child-process.ts';
import { freePort } from './free-port.ts';

/** A Redis in a process of its own that keeps nothing on disk; disposing ends it. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  /** Ends it as a crash would; everything it knew is lost. */
  kill(): Promise<void>;
  /** Starts it again at the same address. */
  restart(): Promise<void>;
  /** Hangs, with its connections open. */
  hang(): void;
  resume(): void;
  /** Carries out a command that answers `OK`, written as on a line. */
  command(line: string): Promise<void>;
}

/** @throws Error when there is no `redis-server` on the PATH */
export async function startRedisServer(): Promise<RedisServer> {
  const port = await freePort();
  let server = await startServer(port);

  async function kill(): Promise<void> {
    server.signal('SIGKILL');
    await server.ended;
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async restart() {
      server = await startServer(port);
    },
    hang: () => server.signal('SIGSTOP'),
    resume: () => server.signal('SIGCONT'),
    async command(line) {
      const socket = connect(port, '127.0.0.1');
      socket.write(`${line}\r\n`);
      const [answer]: unknown[] = await once(socket, 'data');
      socket.destroy();
      if (String(answer) !== '+OK\r\n') throw new Error(`Redis answers ${line}: ${String(answer)}`);
    },
    [Symbol.asyncDispose]: kill,
  };
}

async function startServer(port: number) {
  const options = { port: String(port), bind: '127.0.0.1', save: '', appendonly: 'no' };
  return startChildProcess({
    command: 'redis-server',
    args: Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    environment: { PATH: process.env['PATH'] ?? '' },
    folder: tmpdir(),
    ready: /(Ready to accept connections)/,
  });
}
