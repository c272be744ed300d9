import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimulatedAccount } from '../../src/simulator/accounts.ts';
import { startGateway } from '../support/gateway-process.ts';

/** The gateway in a process of its own, before an exchange on this machine; disposing ends it by SIGTERM. */
export interface LocalGateway extends AsyncDisposable {
  /** Of the GraphQL endpoint. */
  readonly url: string;
}

const startsWithinMs = 15_000;
/** Longer than an ending gateway waits for the queries under way. */
const endsWithinMs = 15_000;

/** @param exchangeUrl where the exchange of these accounts listens */
export async function startLocalGateway(
  accounts: readonly SimulatedAccount[],
  exchangeUrl: string,
): Promise<LocalGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-bench-'));
  const accountsFile = join(folder, 'accounts.json');
  const entries = accounts.map(({ id, apiKey, secretKey, passphrase }) => ({
    id,
    apiKey,
    secretKey,
    passphrase,
    baseUrl: exchangeUrl,
  }));
  await writeFile(accountsFile, JSON.stringify(entries));
  const gateway = startGateway({ PORT: '0', LOG_LEVEL: 'warn', ACCOUNTS_FILE: accountsFile });

  async function end(): Promise<void> {
    gateway.signal('SIGTERM');
    const cut = setTimeout(() => gateway.signal('SIGKILL'), endsWithinMs);
    await gateway.exit;
    clearTimeout(cut);
    await rm(folder, { recursive: true, force: true });
    process.stderr.write(gateway.stderr());
  }

  try {
    const line = await gateway.line(/^GraphiQL\s/, startsWithinMs);
    return { url: line.replace(/^GraphiQL\s+/, ''), [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}
