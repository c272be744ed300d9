import { unwatchFile, watchFile } from 'node:fs';
import { SettingsError } from './settings-error.ts';

/** How often the file is looked at. Polling also sees files that are replaced by a rename. */
const lookEveryMs = 1_000;

interface FollowOptions {
  readonly file: string;
  /** Puts to use what the file holds now. */
  readonly reload: () => void;
  /** Told why it cannot be used, in a line that holds no secret. */
  readonly onRefused: (reason: string) => void;
}

/**
 * Puts a file to use each time it changes and at each SIGHUP. One that cannot be used changes nothing.
 * @returns how to stop
 */
export function followFile({ file, reload, onRefused }: FollowOptions): () => void {
  const look = () => {
    try {
      reload();
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      onRefused(error.message);
    }
  };
  watchFile(file, { interval: lookEveryMs, persistent: false }, look);
  process.on('SIGHUP', look);
  return () => {
    unwatchFile(file, look);
    process.off('SIGHUP', look);
  };
}
