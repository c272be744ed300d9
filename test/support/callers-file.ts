import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCallersFile } from '../../src/callers/callers-file.ts';
import type { KnownCallers } from '../../src/callers/known-callers.ts';
import { SettingsError } from '../../src/settings/settings-error.ts';

const folder = join(tmpdir(), `callers-${process.pid}-${randomUUID()}`);
export const file = join(folder, 'callers.json');

/** What a file of this content says. */
export function read(content: unknown): KnownCallers {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readCallersFile(file);
}

/** Why it is refused; what is no refusal fails the test. */
export function refusal(content: unknown): string {
  try {
    read(content);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'accepted';
}

export const digest = 'ab'.repeat(32);
export const one = { name: 'one', tokens: [digest], accounts: ['spot'] };
export const jwt = {
  issuer: 'https://login.test/',
  audience: 'gateway',
  algorithms: ['RS256'],
  jwksUrl: 'https://login.test/jwks',
};

/** For the end of each file of tests that has used it. */
export const removeFile = (): void => rmSync(folder, { recursive: true, force: true });
