import { Gauge, type Registry } from 'prom-client';
import type { AccountLoader } from '../loading/account-loader.ts';
import { type AccountNames, maxNamed } from './account-names.ts';
import type { Telemetry } from './telemetry.ts';

type Loaders = ReadonlyMap<string, AccountLoader>;

interface AccountGauges {
  readonly callsStopped: NonNullable<Telemetry['callsStopped']>;
  /** Has the gauges show how the accounts are by now. What it takes does not grow with their number, but with that of the stopped ones. */
  show(loaders: Loaders): void;
}

export function createAccountGauges(registry: Registry, names: AccountNames): AccountGauges {
  const registers = [registry];
  const accounts = new Gauge({
    name: 'okx_gateway_accounts',
    help: 'Accounts that are served.',
    registers,
  });
  const stopped = new Gauge({
    name: 'okx_gateway_calls_stopped',
    help: 'Accounts of which calls are stopped, and the code of the error that did it; there while they are.',
    labelNames: ['account', 'code'],
    registers,
  });
  const labelNames = ['account', 'endpoint'] as const;
  const inUse = new Gauge({
    name: 'okx_gateway_leases_in_use',
    help: 'Calls of the rate limit that are taken: under way, or answered less than a window ago. There once something was asked for, for accounts that are told apart.',
    labelNames,
    registers,
  });
  const limit = new Gauge({
    name: 'okx_gateway_leases_limit',
    help: 'Calls that the rate limit allows in a window, less what is left to other programs. There like the leases in use.',
    labelNames,
    registers,
  });
  const waiting = new Gauge({
    name: 'okx_gateway_keys_waiting',
    help: 'Instruments and currencies that wait to be asked for. There like the leases in use.',
    labelNames,
    registers,
  });
  /** Accounts that were stopped once, and perhaps are. */
  const suspects = new Set<string>();

  function showStops(loaders: Loaders): void {
    stopped.reset();
    for (const id of suspects) {
      // One that is served no more may come back, and is stopped then as it was.
      const stop = loaders.get(id)?.standing().stop;
      if (stop) stopped.inc({ account: names.of(id), code: stop.error.code });
      else if (stop === null) suspects.delete(id);
    }
  }

  function showBudgets(loaders: Loaders): void {
    for (const gauge of [inUse, limit, waiting]) gauge.reset();
    for (const [account, loader] of loaders.entries().take(maxNamed)) {
      for (const { endpoint, ...use } of loader.budgets()) {
        inUse.set({ account, endpoint }, use.inUse);
        limit.set({ account, endpoint }, use.limit);
        waiting.set({ account, endpoint }, use.waiting);
      }
    }
  }

  return {
    callsStopped: (accountId) => void suspects.add(accountId),
    show(loaders) {
      accounts.set(loaders.size);
      showStops(loaders);
      showBudgets(loaders);
    },
  };
}
