import type { Logger } from 'pino';
import { allowOrigins } from '../../src/server/allow-origins.ts';
import { createGateway, type GatewayOptions } from '../../src/server/gateway.ts';
import { graphqlPath } from '../../src/server/paths.ts';
import { listen } from '../../src/server/listen.ts';
import { defaultAccounts, type SimulatedAccount } from '../../src/simulator/accounts.ts';
import { credentialsOf } from '../../src/simulator/embedded.ts';
import { createSimulatedExchange, type SimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock as clock } from '../../src/time/clock.ts';
import { createWatchedLog, keepAccountSecrets } from './outputs.ts';
import { httpOf } from './http-of.ts';

interface StillGatewayOptions extends Pick<GatewayOptions, 'callers' | 'operations'> {
  readonly log?: Logger;
  readonly corsOrigins?: readonly string[];
  /** Whether prices change, every second, after all. */
  readonly moving?: boolean;
  /** Default: those of the embedded exchange. */
  readonly held?: readonly SimulatedAccount[];
}

/** The gateway on a port of this machine, before an exchange whose prices stand still; disposing ends it. */
export async function startStillGateway({
  log = createWatchedLog(),
  corsOrigins = [],
  moving = false,
  held = defaultAccounts,
  ...options
}: StillGatewayOptions = {}): Promise<
  AsyncDisposable & {
    readonly url: string;
    readonly exchange: SimulatedExchange;
    /** How many calls the exchange has had. */
    calls(): number;
  }
> {
  const exchange = createSimulatedExchange({ clock, seed: 1, moving, accounts: held });
  const accounts = credentialsOf(exchange, 'http://exchange.test');
  keepAccountSecrets(accounts);
  const { handler } = createGateway(
    {
      accounts,
      maxAgeMs: 200,
      deadlineMs: 10_000,
      maxWaitMs: 3_000,
      madeUp: true,
      ...options,
    },
    { clock, random: Math.random, log, http: httpOf(exchange.fetch) },
  );
  const server = await listen(allowOrigins(corsOrigins, handler), { host: '127.0.0.1', port: 0 });
  return {
    url: `${server.url}${graphqlPath}`,
    exchange,
    calls: () => exchange.calls.length,
    [Symbol.asyncDispose]: () => server.close(0),
  };
}
