import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Manifest, parseManifest } from './manifest.ts';

const file = 'schema/persisted-operations.json';

/**
 * The documents of the contract, as `npm run codegen` writes them.
 *
 * @param more texts of documents that the gateway itself brings along, by their SHA-256
 */
export function readOwnManifest(more: readonly string[]): Manifest {
  const entries = parseManifest(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
  if (typeof entries === 'string') throw new Error(`${file} ${entries}`);
  const others = more.map((text) => ({ id: hash('sha256', text), name: null, text }));
  return { file, entries: [...entries, ...others] };
}
