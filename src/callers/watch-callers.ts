import type { Logger } from 'pino';
import { followFile, type Following } from '../settings/follow-file.ts';
import { table } from '../settings/table.ts';
import type { Clock } from '../time/clock.ts';
import { readCallersFile } from './callers-file.ts';
import type { KnownCallers } from './known-callers.ts';

interface WatchOptions {
  readonly file: string;
  readonly replace: (known: KnownCallers) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Lets those ask who stand in a file, as it is each time it changes and at each SIGHUP. A file that cannot be used
 * changes nothing and is logged.
 */
export function watchCallers({ file, replace, clock, log }: WatchOptions): Following {
  return followFile({
    file,
    setting: table.callersFile.name,
    clock,
    reload() {
      const known = readCallersFile(file);
      replace(known);
      log.info({ callers: known.callers.length, jwt: known.jwt !== null }, 'callers reloaded');
    },
    onRefused: (reason) => log.error({ reason }, 'callers not reloaded'),
  });
}
