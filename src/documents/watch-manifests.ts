import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { FileStanding, Following } from '../settings/follow-file.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { table } from '../settings/table.ts';
import type { Clock } from '../time/clock.ts';
import { type ManifestEntry, parseManifest } from './manifest.ts';
import type { PersistedDocuments } from './persisted-documents.ts';

/** How often the folder is looked at: whatever is replaced by a rename, or mounted, shows itself by its times. */
const lookEveryMs = 1_000;
/** Parsed documents take up to sixty times their text. */
const maxMiB = 4;
/** Of many faults, a line of the log tells some. */
const maxTold = 10;

interface WatchOptions {
  readonly folder: string;
  readonly documents: Pick<PersistedDocuments, 'replace' | 'count'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Serves the documents of all manifests of a folder, its files of the ending `.json`, as they are now and each time one
 * of them changes, and at each SIGHUP. What cannot be used later changes nothing else, and is logged: of a file that
 * cannot be read, what it held before is served on.
 *
 * @throws SettingsError when something cannot be used at the start
 */
export function watchManifests({ folder, documents, clock, log }: WatchOptions): Following {
  const setting = table.operationsDir.name;
  let refused: FileStanding['refused'] = null;
  let readAt = clock.now();
  const readable = new Map<string, readonly ManifestEntry[]>();

  function reload(): readonly string[] {
    const files = readFiles(folder);
    if (typeof files === 'string') return [files];
    const faults: string[] = [];
    for (const [file, read] of files) {
      const entries = read === null ? mustBeReadable : parseManifest(read);
      if (typeof entries === 'string') faults.push(`${file} ${entries}`);
      else readable.set(file, entries);
    }
    for (const file of readable.keys()) if (!files.has(file)) readable.delete(file);
    faults.push(...documents.replace([...readable].map(([file, entries]) => ({ file, entries }))));
    return faults;
  }

  const tellCount = () => log.info({ documents: documents.count() }, 'persisted documents served');

  function reloadAndTell(): void {
    const faults = reload();
    const [reason] = faults;
    if (reason === undefined) readAt = clock.now();
    refused = reason === undefined ? null : { at: clock.now(), reason };
    tellCount();
    if (faults.length === 0) return;
    const more = Math.max(0, faults.length - maxTold);
    log.warn({ reasons: faults.slice(0, maxTold), more }, 'persisted documents left out');
  }

  function look(): void {
    const now = marksOf(folder);
    if (now !== seen) reloadAndTell();
    seen = now;
    cancel = clock.after(lookEveryMs, look);
  }

  let seen = marksOf(folder);
  const [fault, ...others] = reload();
  if (fault !== undefined) {
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    throw new SettingsError(`${setting}: ${fault}${more}`);
  }
  tellCount();
  let cancel = clock.after(lookEveryMs, look);
  process.on('SIGHUP', reloadAndTell);
  return {
    stop() {
      cancel();
      process.off('SIGHUP', reloadAndTell);
    },
    standing: () => ({ setting, readAt, refused }),
  };
}

const mustBeReadable = `must be a readable file of at most ${maxMiB} MiB`;

/** The texts of the manifests by their paths, null for one that cannot be read; or why there are none. */
function readFiles(folder: string): ReadonlyMap<string, string | null> | string {
  const paths = manifestsIn(folder);
  if (paths === null) return `${folder} must be a folder that can be read`;
  return new Map(paths.map((path) => [path, attempt(() => readManifest(path))]));
}

function readManifest(path: string): string | null {
  const status = statSync(path);
  // Reading a pipe would wait until somebody writes into it.
  if (!status.isFile() || status.size > maxMiB * 2 ** 20) return null;
  return readFileSync(path, 'utf8');
}

/** What tells whether any of them has changed. */
function marksOf(folder: string): string {
  const marks = manifestsIn(folder)?.map((path) => {
    const { mtimeMs = 0, size = 0, ino = 0 } = attempt(() => statSync(path)) ?? {};
    return [path, mtimeMs, size, ino];
  });
  return JSON.stringify(marks);
}

function manifestsIn(folder: string): readonly string[] | null {
  const names = attempt(() => readdirSync(folder));
  if (names === null) return null;
  const manifests = names.filter((name) => name.endsWith('.json')).toSorted();
  return manifests.map((name) => join(folder, name));
}

/** What may be gone, or not be ours to read, is null. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
