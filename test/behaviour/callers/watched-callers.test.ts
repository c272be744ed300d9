import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { readCallersFile } from '../../../src/callers/callers-file.ts';
import type { KnownCallers } from '../../../src/callers/known-callers.ts';
import { watchCallers } from '../../../src/callers/watch-callers.ts';
import { SettingsError } from '../../../src/settings/settings-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'callers-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'callers.json');

function read(content: unknown): KnownCallers {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readCallersFile(file);
}

/** Why it is refused; what is no refusal fails the test. */
function refusal(content: unknown): string {
  try {
    read(content);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'accepted';
}

const digest = 'ab'.repeat(32);
const one = { name: 'one', tokens: [digest], accounts: ['spot'] };
const jwt = {
  issuer: 'https://login.test/',
  audience: 'gateway',
  algorithms: ['RS256'],
  jwksUrl: 'https://login.test/jwks',
};

test('no refusal quotes the file', () => {
  const mark = 'S3cr3t';
  const secret = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `${text}${mark}`);
  const value = fc.oneof(secret, fc.constantFrom(true, 1, null, 'all', [digest]), fc.array(secret));
  const fields = (names: readonly string[]) =>
    fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
  const caller = fc.oneof(
    fields(['name', 'tokens', 'accounts', 'weight', 'mayExplore', 'onBehalfOf']),
    secret.map((text) => ({ ...one, [text]: text })),
    secret.map((text) => ({ ...one, tokens: [text] })),
  );
  const issuer = fc.oneof(
    fields(['issuer', 'audience', 'algorithms', 'jwksUrl', 'claims']),
    secret.map((text) => ({ ...jwt, claims: { [text]: text } })),
  );
  const content = fc.record({ callers: fc.array(caller, { maxLength: 3 }), jwt: issuer });
  const broken = content.map((all) => JSON.stringify(all).slice(1));
  fc.assert(
    fc.property(fc.oneof(content, broken, secret), (all) => {
      expect(refusal(all)).not.toContain(mark);
    }),
  );
});

test('a change is heard at each SIGHUP; what cannot be used changes nothing and is told without what it holds', () => {
  const lines: string[] = [];
  const used: KnownCallers[] = [];
  read({ callers: [one] });
  const stop = watchCallers({
    file,
    replace: (known) => void used.push(known),
    log: pino({ level: 'info' }, { write: (line) => void lines.push(line) }),
  });
  onTestFinished(stop);
  process.emit('SIGHUP');
  writeFileSync(
    file,
    JSON.stringify({ callers: [{ name: 'do-not-show', tokens: ['do-not-show'] }] }),
  );
  process.emit('SIGHUP');
  writeFileSync(file, JSON.stringify({ jwt }));
  process.emit('SIGHUP');
  expect(used.map(({ callers }) => callers.length)).toEqual([1, 0]);
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { msg: 'callers reloaded', callers: 1, jwt: false },
    { msg: 'callers not reloaded', reason: expect.stringContaining('entry 1: tokens') },
    { msg: 'callers reloaded', callers: 0, jwt: true },
  ]);
  expect(lines.join()).not.toContain('do-not-show');
});
