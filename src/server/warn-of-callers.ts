import type { Logger } from 'pino';
import type { ServedAccount } from '../accounts/accounts.ts';
import type { KnownCallers } from '../callers/known-callers.ts';
import { isLoopback } from '../settings/loopback.ts';

interface Start {
  readonly host: string;
  readonly accounts: readonly ServedAccount[];
  readonly callers?: KnownCallers['callers'] | null;
  readonly jwt?: KnownCallers['jwt'];
}

/** Tells at the start of what may not have been meant. */
export function warnOfCallers({ host, accounts, callers = null, jwt = null }: Start, log: Logger) {
  if (callers === null && jwt === null) {
    if (isLoopback(host)) return;
    log.warn({ host }, 'ALLOW_ANONYMOUS: everybody who reaches the port reads every account');
    return;
  }
  const served = new Set(accounts.map(({ id }) => id));
  const named = new Set((callers ?? []).flatMap(({ accountIds }) => accountIds ?? []));
  const missing = [...named.difference(served)];
  if (missing.length > 0) log.warn({ accounts: missing }, 'callers name accounts not served');
}
