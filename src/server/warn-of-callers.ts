import type { Logger } from 'pino';
import type { ServedAccount } from '../accounts/accounts.ts';
import type { KnownCallers } from '../callers/known-callers.ts';
import { isLoopback } from '../settings/loopback.ts';

interface Start {
  readonly host: string;
  readonly accounts: readonly ServedAccount[];
  readonly callers?: KnownCallers | null;
}

/**
 * Tells of what may not have been meant: at the start, and again when accounts or callers are replaced.
 * @returns what is to be told of both
 */
export function warnOfCallers({ host, accounts, callers = null }: Start, log: Logger) {
  let served = accounts;
  let asking = callers;

  function tellMissing(): void {
    const named = new Set(asking?.callers.flatMap(({ accountIds }) => accountIds ?? []));
    const missing = [...named.difference(new Set(served.map(({ id }) => id)))];
    if (missing.length > 0) log.warn({ accounts: missing }, 'callers name accounts not served');
  }

  if (callers === null && !isLoopback(host))
    log.warn({ host }, 'ALLOW_ANONYMOUS: everybody who reaches the port reads every account');
  tellMissing();
  return {
    replaceAccounts(next: readonly ServedAccount[]): void {
      served = next;
      tellMissing();
    },
    replaceCallers(next: KnownCallers): void {
      asking = next;
      tellMissing();
    },
  };
}
