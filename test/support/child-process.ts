import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { keepSecretsOf, sawOutput } from './outputs.ts';

/** A process; disposing ends it by SIGTERM, and by SIGKILL if it does not end. */
export interface ChildProcess extends AsyncDisposable {
  readonly pid: number;
  /** What it told when it was ready. */
  readonly told: string;
  /** Resolves when it has ended. */
  readonly ended: Promise<unknown>;
  signal(name: NodeJS.Signals): void;
}

export interface ChildProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** All that is in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where it runs. */
  readonly folder: string;
  /** The line of stdout by which it says that it serves, with a group for what it tells. */
  readonly ready: RegExp;
}

const startsWithinMs = 60_000;
/** Longer than an ending gateway waits for the queries under way. */
const endsWithinMs = 60_000;

/** Those that have not ended: whatever becomes of the process that started them, none of them stays behind. */
const running = new Set<() => void>();
process.once('exit', () => {
  for (const kill of running) kill();
});

/**
 * What the process writes on stderr comes out on that of this one.
 * @throws Error when it does not say within 15 s that it serves
 */
export async function startChildProcess(options: ChildProcessOptions): Promise<ChildProcess> {
  const { command, args, environment: env, folder: cwd, ready } = options;
  keepSecretsOf(env);
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const kill = () => void child.kill('SIGKILL');
  const forget = () => void running.delete(kill);
  running.add(kill);
  ended.then(forget, forget);

  async function end(): Promise<void> {
    child.kill('SIGTERM');
    const cut = setTimeout(kill, endsWithinMs);
    await ended;
    clearTimeout(cut);
  }

  const { promise: told, resolve, reject } = Promise.withResolvers<string>();
  const fail = (why: unknown) =>
    reject(new Error(`${command} ${args.join(' ')} is not ready: ${String(why)}`));
  createInterface({ input: child.stdout }).on('line', (line) => {
    sawOutput('stdout', line);
    const [, value] = ready.exec(line) ?? [];
    if (value !== undefined) resolve(value);
  });
  ended.then(() => fail('it ended'), fail);
  const late = setTimeout(() => fail(`it took longer than ${startsWithinMs} ms`), startsWithinMs);
  try {
    return {
      pid: child.pid ?? 0,
      told: await told,
      ended,
      signal: (name) => void child.kill(name),
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    if (child.pid !== undefined) await end();
    throw error;
  } finally {
    clearTimeout(late);
  }
}
