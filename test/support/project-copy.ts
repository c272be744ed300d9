import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Copies what runs and what is derived from it, to be changed at will; returns the folder, for the caller to remove. */
export function copyProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'project-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  for (const part of ['package.json', 'CHANGELOG.md', 'codegen.ts', 'codegen', 'src', 'schema']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  return folder;
}
