import { readFileSync } from 'node:fs';
import { parseManifest } from '../documents/manifest.ts';
import type { Manifest } from '../documents/persisted-documents.ts';

const file = 'schema/persisted-operations.json';

/** The documents of the contract, as `npm run codegen` writes them. */
export function readOwnManifest(): Manifest {
  const entries = parseManifest(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
  if (typeof entries === 'string') throw new Error(`${file} ${entries}`);
  return { file, entries };
}
