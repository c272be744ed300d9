import type { Logger } from 'pino';
import { followFile, type Following } from '../settings/follow-file.ts';
import { table } from '../settings/table.ts';
import type { Clock } from '../time/clock.ts';
import type { ServedAccount } from './accounts.ts';
import { readAccountsFile } from './accounts-file.ts';

interface WatchOptions {
  readonly file: string;
  readonly replace: (accounts: readonly ServedAccount[]) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Serves the accounts of a file as they are now, each time the file changes and at each SIGHUP. A file
 * that cannot be used changes nothing and is logged.
 */
export function watchAccounts({ file, replace, clock, log }: WatchOptions): Following {
  return followFile({
    file,
    setting: table.accountsFile.name,
    clock,
    reload() {
      const accounts = readAccountsFile(file);
      replace(accounts);
      log.info({ accounts: accounts.map(({ id }) => id) }, 'accounts reloaded');
    },
    onRefused: (reason) => log.error({ reason }, 'accounts not reloaded'),
  });
}
