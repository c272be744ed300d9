import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../../../package.json' with { type: 'json' };
import { defaultAccounts, entriesOf } from '../../../src/simulator/accounts.ts';
import { type ChildProcess, startChildProcess } from '../../support/child-process.ts';

/** A server in a process of its own. */
export interface Side {
  readonly name: string;
  readonly pid: number;
  /** Of the GraphQL endpoint. */
  readonly url: string;
}

/** The servers, before one stub exchange; disposing ends them all. */
export interface Bed extends AsyncDisposable {
  readonly exchangeUrl: string;
  readonly sides: readonly Side[];
}

export const [product, best, fixed] = ['this gateway', 'mercurius', 'fixed reply'] as const;

const scripts: readonly (readonly [name: string, script: string])[] = [
  [fixed, 'fixed-reply.ts'],
  [product, '../../../src/launch.js'],
  [best, 'servers/mercurius.ts'],
  ['yoga', 'servers/yoga.ts'],
  ['Apollo Server', 'servers/apollo.ts'],
  ['grafast', 'servers/grafast.ts'],
];

/** Where the servers run, and where what asks them and what they ask does, if they can be kept apart. */
const [serversOn, othersOn] = [0, 1];
export const isPinned =
  availableParallelism() > 1 &&
  spawnSync('taskset', ['-c', `${serversOn},${othersOn}`, 'true']).status === 0;

export async function startSides(): Promise<Bed> {
  await using cleanUp = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'gateway-peers-'));
  cleanUp.defer(() => rm(folder, { recursive: true, force: true }));
  const accountsFile = join(folder, 'accounts.json');
  const start = async (script: string, core: number): Promise<ChildProcess> =>
    cleanUp.use(
      await startChildProcess({
        ...commandOf(script, core),
        environment: {
          NODE_ENV: 'production',
          ACCOUNTS_FILE: accountsFile,
          PORT: '0',
          DRAIN_MS: '0',
          LOG_LEVEL: 'error',
          MAX_AGE_MS: '1000',
          // Calls are counted.
          CHECK_ACCOUNTS: 'false',
        },
        folder,
        ready: /^(?:Ready|GraphiQL)\s+(\S+)$/,
      }),
    );
  const { told: exchangeUrl } = await start('stub-exchange.ts', othersOn);
  const accounts = entriesOf(defaultAccounts.slice(0, 1), exchangeUrl);
  await writeFile(accountsFile, JSON.stringify(accounts));
  const sides: Side[] = [];
  for (const [name, script] of scripts) {
    const { pid, told } = await start(script, serversOn);
    sides.push({ name, pid, url: told });
  }
  const started = cleanUp.move();
  return { exchangeUrl, sides, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/** Options of Node by which `npm start` starts the gateway. */
const asStarted = packageJson.scripts.start.split(' ').slice(1, -1);

/** How a script of this folder is started on a core, if it can be kept there. */
function commandOf(script: string, core: number) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const options = script.endsWith('launch.js') ? asStarted : [];
  return isPinned
    ? { command: 'taskset', args: ['-c', String(core), process.execPath, ...options, path] }
    : { command: process.execPath, args: [...options, path] };
}

/** How what asks the servers is started. */
export const loadCommand = commandOf('servers/load.ts', othersOn);
