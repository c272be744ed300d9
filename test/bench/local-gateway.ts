import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SimulatedAccount } from '../../src/simulator/accounts.ts';
import project from '../../package.json' with { type: 'json' };
import { startChildProcess } from '../support/child-process.ts';
import { type BenchCaller, fileOf } from './callers.ts';

/** What is measured, and what it is measured beside. */
export type GatewayKind = 'this gateway' | 'plain gateway';

/** A gateway in a process of its own, before an exchange on this machine; disposing ends it. */
export interface LocalGateway extends AsyncDisposable {
  readonly pid: number;
  /** Of the GraphQL endpoint. */
  readonly url: string;
  signal(name: NodeJS.Signals): void;
}

/** Started as users start it, `npm start`: flags of Node make a difference to its memory. */
const startScript = /^node (?<flags>(?:--\S+ )*)(?<script>\S+)$/;

function commandOf(kind: GatewayKind): readonly string[] {
  const { flags = '', script = '' } = startScript.exec(project.scripts.start)?.groups ?? {};
  const file = kind === 'this gateway' ? `../../${script}` : 'plain-gateway.ts';
  return [...flags.split(' ').filter(Boolean), fileURLToPath(new URL(file, import.meta.url))];
}

export interface LocalGatewayOptions {
  readonly kind: GatewayKind;
  readonly accounts: readonly Pick<
    SimulatedAccount,
    'id' | 'apiKey' | 'secretKey' | 'passphrase'
  >[];
  /** Where the exchange of these accounts listens. */
  readonly exchangeUrl: string;
  /** Who may ask. None: everybody may. */
  readonly callers: readonly BenchCaller[];
  /** Further settings. Default: none. */
  readonly environment?: Readonly<Record<string, string>>;
}

export async function startLocalGateway(options: LocalGatewayOptions): Promise<LocalGateway> {
  const { kind, accounts, exchangeUrl, callers, environment } = options;
  await using cleanUp = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'gateway-bench-'));
  cleanUp.defer(() => rm(folder, { recursive: true, force: true }));
  const accountsFile = join(folder, 'accounts.json');
  const entries = accounts.map(({ id, apiKey, secretKey, passphrase }) => ({
    id,
    apiKey,
    secretKey,
    passphrase,
    baseUrl: exchangeUrl,
  }));
  await writeFile(accountsFile, JSON.stringify(entries));
  const callersFile = callers.length === 0 ? '' : join(folder, 'callers.json');
  if (callersFile !== '') await writeFile(callersFile, JSON.stringify(fileOf(callers)));
  const { pid, told, signal } = cleanUp.use(
    await startChildProcess({
      command: process.execPath,
      args: commandOf(kind),
      environment: {
        PORT: '0',
        DRAIN_MS: '0',
        LOG_LEVEL: 'error',
        ACCOUNTS_FILE: accountsFile,
        // Calls are counted.
        CHECK_ACCOUNTS: 'false',
        CALLERS_FILE: callersFile,
        ...environment,
      },
      // Not in that of the project, where a `.env` may be.
      folder,
      ready: /^GraphiQL\s+(\S+)$/,
    }),
  );
  const started = cleanUp.move();
  return { pid, url: told, signal, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
