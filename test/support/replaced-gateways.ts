import { defaultAccounts, entriesOf } from '../../src/simulator/accounts.ts';
import { createSimulatedExchange, type SimulatedExchange } from '../../src/simulator/exchange.ts';
import { listenSimulatedExchange } from '../../src/simulator/listen.ts';
import { systemClock } from '../../src/time/clock.ts';
import { expect, onTestFinished } from 'vitest';
import { fileOf } from './callers-on-disk.ts';
import { freePort } from './free-port.ts';
import type { GatewayProcess } from './gateway-process.ts';
import { start } from './running-gateway.ts';

/** Two gateways that share the limits of their accounts by halves, until the end of the test. */
export interface ReplacedGateways {
  readonly ports: readonly [number, number];
  readonly exchange: SimulatedExchange;
  /** Has one of them drain and end, and another one take its place. */
  replace(index: 0 | 1): Promise<void>;
}

/** Long enough for a balancer that looks every 100 ms. */
export const drainMs = 400;

/** @param environment further settings of both */
export async function startReplacedGateways(
  environment: Readonly<Record<string, string>> = {},
): Promise<ReplacedGateways> {
  const exchange = createSimulatedExchange({ clock: systemClock, moving: false });
  const { url, close } = await listenSimulatedExchange(exchange);
  onTestFinished(close);
  const entries = entriesOf(defaultAccounts, url).map((entry) => ({ ...entry, share: 0.5 }));
  const accounts = fileOf(entries);
  const ports = [await freePort(), await freePort()] as const;
  const startAt = async (port: number): Promise<GatewayProcess> => {
    const gateway = start({
      PORT: String(port),
      ACCOUNTS_FILE: accounts.path,
      DRAIN_MS: String(drainMs),
      // Tests count the calls that queries make.
      CHECK_ACCOUNTS: 'false',
      MAX_AGE_MS: '1000',
      ...environment,
    });
    await gateway.line(/^GraphiQL /, 60_000);
    return gateway;
  };
  const gateways: [GatewayProcess, GatewayProcess] = [
    await startAt(ports[0]),
    await startAt(ports[1]),
  ];
  return {
    ports,
    exchange,
    async replace(index) {
      gateways[index].signal('SIGTERM');
      expect(await gateways[index].exit).toBe(0);
      gateways[index] = await startAt(ports[index]);
    },
  };
}
