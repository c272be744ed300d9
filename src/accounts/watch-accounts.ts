import { unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';
import { SettingsError } from '../settings/settings-error.ts';
import type { ServedAccount } from './accounts.ts';
import { readAccountsFile } from './accounts-file.ts';

/** How often the file is looked at. Polling also sees files that are replaced by a rename. */
const lookEveryMs = 1_000;

interface WatchOptions {
  readonly file: string;
  readonly replace: (accounts: readonly ServedAccount[]) => void;
  readonly log: Logger;
}

/**
 * Serves the accounts of a file as they are now, each time the file changes and at each SIGHUP. A file
 * that cannot be used changes nothing and is logged.
 * @returns how to stop
 */
export function watchAccounts({ file, replace, log }: WatchOptions): () => void {
  const reload = () => {
    try {
      const accounts = readAccountsFile(file);
      replace(accounts);
      log.info({ accounts: accounts.map(({ id }) => id) }, 'accounts reloaded');
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      log.error({ reason: error.message }, 'accounts not reloaded');
    }
  };
  watchFile(file, { interval: lookEveryMs, persistent: false }, reload);
  process.on('SIGHUP', reload);
  return () => {
    unwatchFile(file, reload);
    process.off('SIGHUP', reload);
  };
}
