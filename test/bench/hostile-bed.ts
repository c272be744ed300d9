import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entriesOf } from '../../src/simulator/accounts.ts';
import type { SimulatedExchange } from '../../src/simulator/exchange.ts';
import { listenSimulatedExchange } from '../../src/simulator/listen.ts';
import { startGateway } from '../support/gateway-process.ts';

export const heapMb = 300;
/** Nobody waits for leases: how many requests come in a second is not for the exchange to say. */
const impatient = { MAX_WAIT_MS: '20', DEADLINE_MS: '2000' };

/** A gateway with a small heap before an exchange; disposing ends both. */
export async function startHostileBed(exchange: SimulatedExchange) {
  const listening = await listenSimulatedExchange(exchange);
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  const file = join(folder, 'accounts.json');
  writeFileSync(file, JSON.stringify(entriesOf(exchange.accounts, listening.url)));
  const gateway = startGateway(
    {
      PORT: '0',
      DRAIN_MS: '0',
      ACCOUNTS_FILE: file,
      CHECK_ACCOUNTS: 'false',
      LOG_LEVEL: 'error',
      ...impatient,
    },
    [],
    undefined,
    [process.execPath, `--max-old-space-size=${heapMb}`, 'src/main.ts'],
  );
  const { origin } = new URL(await gateway.url());
  return {
    origin,
    pid: gateway.pid,
    stderr: gateway.stderr,
    async [Symbol.asyncDispose]() {
      gateway.signal('SIGTERM');
      await gateway.exit;
      await listening.close();
      rmSync(folder, { recursive: true });
    },
  };
}
