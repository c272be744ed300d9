import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { freePort } from './free-port.ts';

/** Whether there is a `redis-server`. Where all checks are to be run, as in CI, there has to be. */
export function hasRedisServer(): boolean {
  const found = spawnSync('redis-server', ['--version']).status === 0;
  if (!found && process.env['CI']) throw new Error('CI needs redis-server on the PATH');
  return found;
}

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
  /** Carries out a command, written as on a line. */
  command(line: string): Promise<void>;
}

const startsWithinMs = 10_000;

export async function startRedisServer(): Promise<RedisServer> {
  const port = await freePort();
  let server = spawnServer(port);
  await untilReady(port);

  async function kill(): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async restart() {
      server = spawnServer(port);
      await untilReady(port);
    },
    hang: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    async command(line) {
      expect(await tell(port, line)).toBe('+OK');
    },
    [Symbol.asyncDispose]: kill,
  };
}

function spawnServer(port: number): ChildProcess {
  const options = { port, bind: '127.0.0.1', save: '', appendonly: 'no' };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return spawn('redis-server', args, { stdio: 'ignore' });
}

async function untilReady(port: number): Promise<void> {
  const until = performance.now() + startsWithinMs;
  while ((await tell(port, 'PING').catch(() => '')) !== '+PONG') {
    if (performance.now() > until) throw new Error('redis-server did not start');
    await pause(20);
  }
}

/** Sends one command, written as on a line, and gives the first line of the answer. */
async function tell(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write(`${command}\r\n`);
    const [answer]: unknown[] = await once(socket, 'data');
    return String(answer).trim();
  } finally {
    socket.destroy();
  }
}
