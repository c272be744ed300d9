import { Gauge, type Registry } from 'prom-client';
import type { AccountLoader } from '../loading/account-loader.ts';
import { type AccountNames, others } from './account-names.ts';

/** @returns how to have the gauges show how the accounts are by now */
export function createAccountGauges(
  registry: Registry,
  names: AccountNames,
): (loaders: ReadonlyMap<string, AccountLoader>) => void {
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
    help: 'Calls of the rate limit that are taken: under way, or answered less than a window ago. There once something was asked for.',
    labelNames,
    registers,
  });
  const limit = new Gauge({
    name: 'okx_gateway_leases_limit',
    help: 'Calls that the rate limit allows in a window, less what is left to other programs.',
    labelNames,
    registers,
  });
  const waiting = new Gauge({
    name: 'okx_gateway_keys_waiting',
    help: 'Instruments and currencies that wait to be asked for.',
    labelNames,
    registers,
  });
  const byAccount = [stopped, inUse, limit, waiting];

  return (loaders) => {
    for (const gauge of byAccount) gauge.reset();
    accounts.set(loaders.size);
    const sums = new Map<string, Sum>();
    for (const [id, loader] of loaders) {
      const account = names.of(id);
      const { stop } = loader.standing();
      if (stop) stopped.inc({ account, code: stop.error.code });
      for (const use of loader.budgets()) {
        if (account === others) addUp(sums, use);
        else show(account, use);
      }
    }
    for (const sum of sums.values()) show(others, sum);
  };

  function show(account: string, { endpoint, ...sum }: Sum): void {
    inUse.set({ account, endpoint }, sum.inUse);
    limit.set({ account, endpoint }, sum.limit);
    waiting.set({ account, endpoint }, sum.waiting);
  }
}

/** What the endpoints of one account have, or of many together. */
interface Sum {
  readonly endpoint: string;
  readonly inUse: number;
  readonly limit: number;
  readonly waiting: number;
}

function addUp(sums: Map<string, Sum>, { endpoint, inUse, limit, waiting }: Sum): void {
  const sum = sums.get(endpoint);
  sums.set(endpoint, {
    endpoint,
    inUse: inUse + (sum?.inUse ?? 0),
    limit: limit + (sum?.limit ?? 0),
    waiting: waiting + (sum?.waiting ?? 0),
  });
}
