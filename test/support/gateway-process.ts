import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { keepSecretsOf, sawOutput } from './outputs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** `node src/launch.js` as an operator starts it, with nothing in its environment but what is given. */
export interface GatewayProcess {
  /** The first line of stdout or stderr that matches. Rejects when the process ends without one, or after `withinMs`. */
  line(pattern: RegExp, withinMs?: number): Promise<string>;
  /** The address of the graph, once it is served. */
  url(): Promise<string>;
  /** Resolves to the exit code, once all output has been read; null when a signal ended the process. */
  readonly exit: Promise<number | null>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  signal(name: NodeJS.Signals): void;
  readonly pid: number | undefined;
}

/**
 * @param folder the project's own, or a copy of it
 * @param command what else starts it. A copy keeps nothing compiled: it is gone before it could be used.
 */
export function startGateway(
  environment: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
  folder = root,
  [program, ...options]: readonly [string, ...string[]] = [
    process.execPath,
    folder === root ? 'src/launch.js' : 'src/main.ts',
  ],
): GatewayProcess {
  keepSecretsOf(environment);
  const child = spawn(program, [...options, ...args], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  const noticers = new Set<() => void>();
  const notice = () => {
    for (const look of noticers) look();
  };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      notice();
    });
  }
  const exit = once(child, 'close').then(() => {
    sawOutput('stderr', output.stderr);
    // The embedded exchange alone prints its made-up credentials, since clients need them.
    if (!options.includes('simulator/main.ts')) sawOutput('stdout', output.stdout);
    return child.exitCode;
  });

  /** Complete lines only: what follows the last line break is still being written. */
  const find = (pattern: RegExp): string | undefined =>
    [output.stdout, output.stderr]
      .flatMap((text) => text.split('\n').slice(0, -1))
      .find((complete) => pattern.test(complete));

  async function line(pattern: RegExp, withinMs = 60_000): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const fail = (why: string) =>
      reject(new Error(`No line ${String(pattern)}: ${why}.\n${output.stdout}${output.stderr}`));
    const look = () => {
      const found = find(pattern);
      if (found !== undefined) resolve(found);
    };
    const timer = setTimeout(() => fail(`none came within ${withinMs} ms`), withinMs);
    noticers.add(look);
    look();
    void exit.then(() => fail('the process ended'));
    return promise.finally(() => {
      clearTimeout(timer);
      noticers.delete(look);
    });
  }

  return {
    line,
    url: async () => (await line(/^Graph(?:iQL)? /)).replace(/^\w+\s+/, ''),
    exit,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    signal: (name) => void child.kill(name),
    pid: child.pid,
  };
}
