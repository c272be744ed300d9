import type { Logger } from 'pino';
import { followFile } from '../settings/follow-file.ts';
import { readCallersFile } from './callers-file.ts';
import type { KnownCallers } from './known-callers.ts';

interface WatchOptions {
  readonly file: string;
  readonly replace: (known: KnownCallers) => void;
  readonly log: Logger;
}

/**
 * Lets those ask who stand in a file, as it is each time it changes and at each SIGHUP. A file that cannot be used
 * changes nothing and is logged.
 * @returns how to stop
 */
export function watchCallers({ file, replace, log }: WatchOptions): () => void {
  return followFile({
    file,
    reload() {
      const known = readCallersFile(file);
      replace(known);
      log.info({ callers: known.callers.length, jwt: known.jwt !== null }, 'callers reloaded');
    },
    onRefused: (reason) => log.error({ reason }, 'callers not reloaded'),
  });
}
