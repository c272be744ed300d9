import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { digestOf } from '../../src/callers/blinding.ts';

/** A file that can be written again, until the end of the test. */
export function fileOf(content: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'callers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'file.json');
  const write = (next: unknown) => writeFileSync(path, JSON.stringify(next));
  write(content);
  return { path, write };
}

/** An entry of a caller, as the file of callers has it. */
export const entryOf = (tokens: readonly string[], name = 'one', accounts: unknown = ['spot']) => ({
  name,
  tokens: tokens.map(digestOf),
  accounts,
});
