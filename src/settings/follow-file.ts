import { unwatchFile, watchFile } from 'node:fs';
import type { Clock } from '../time/clock.ts';
import { SettingsError } from './settings-error.ts';

/** How often the file is looked at. Polling also sees files that are replaced by a rename. */
const lookEveryMs = 1_000;

/** How it stands with what is read from a file. Times are on the clock's monotonic scale. */
export interface FileStanding {
  /** The setting that names it. */
  readonly setting: string;
  /** When it was put to use last. */
  readonly readAt: number;
  /** Why it cannot be used as it is by now, and what it held before is; null where it can. */
  readonly refused: { readonly at: number; readonly reason: string } | null;
}

/** A file that is read again when it changes. */
export interface Following {
  stop(): void;
  standing(): FileStanding;
}

interface FollowOptions {
  readonly file: string;
  readonly setting: string;
  readonly clock: Clock;
  /** Puts to use what the file holds now. */
  readonly reload: () => void;
  /** Told why it cannot be used, in a line that holds no secret. */
  readonly onRefused: (reason: string) => void;
}

/** Puts a file, which was read at the start, to use each time it changes and at each SIGHUP. One that cannot be used changes nothing. */
export function followFile({ file, setting, clock, ...told }: FollowOptions): Following {
  let standing: FileStanding = { setting, readAt: clock.now(), refused: null };
  const look = () => {
    const at = clock.now();
    try {
      told.reload();
      standing = { setting, readAt: at, refused: null };
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      standing = { ...standing, refused: { at, reason: error.message } };
      told.onRefused(error.message);
    }
  };
  watchFile(file, { interval: lookEveryMs, persistent: false }, look);
  process.on('SIGHUP', look);
  return {
    stop() {
      unwatchFile(file, look);
      process.off('SIGHUP', look);
    },
    standing: () => standing,
  };
}
