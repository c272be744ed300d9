import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { entriesOf } from '../../src/simulator/accounts.ts';
import type { SimulatedExchange } from '../../src/simulator/exchange.ts';
import { listenSimulatedExchange } from '../../src/simulator/listen.ts';
import { type GatewayProcess, startGateway } from './gateway-process.ts';

/** A gateway in a process of its own, on a free port, that does not wait for load balancers, until the end of the test. */
export function start(
  environment: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): GatewayProcess {
  const gateway = startGateway({ PORT: '0', DRAIN_MS: '0', ...environment }, args);
  onTestFinished(async () => {
    gateway.signal('SIGKILL');
    await gateway.exit;
  });
  return gateway;
}

/** Puts an exchange on a port and its accounts into a file, both until the end of the test. */
export async function accountsFileOf(exchange: SimulatedExchange): Promise<string> {
  const { url: baseUrl, close } = await listenSimulatedExchange(exchange);
  onTestFinished(close);
  const folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'accounts.json');
  writeFileSync(file, JSON.stringify(entriesOf(exchange.accounts, baseUrl)));
  return file;
}
