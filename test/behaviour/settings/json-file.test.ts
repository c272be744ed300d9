import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readAccountsFile } from '../../../src/accounts/accounts-file.ts';
import { readCallersFile } from '../../../src/callers/callers-file.ts';
import { SettingsError } from '../../../src/settings/settings-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'json-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'file.json');

function refusal(read: (path: string) => unknown, content: unknown): string {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  try {
    read(file);
    return 'accepted';
  } catch (error) {
    if (error instanceof SettingsError) return error.message.replace(` ${file}`, '');
    throw error;
  }
}

describe('what is no JSON is told with the place from which on it is none:', () => {
  test.each([
    ['', 1, 1],
    ['secret', 1, 1],
    ['\uFEFF[]', 1, 1],
    ['[\n  {\n    "id": secret\n', 3, 11],
    ['[\r\n  {\r\n    id: "desk" }]', 3, 5],
    ['[{ "id": "desk" "apiKey": "secret" }]', 1, 17],
    ['[{ "id" "desk" }]', 1, 9],
    ["[{ 'id': 1 }]", 1, 4],
    ['[{ "id": "desk\n', 1, 15],
    ['[{ "id": "de\\sk" }]', 1, 13],
    ['[{ "id": "desk" }', 1, 18],
    ['[{ "id": "desk" ]', 1, 17],
    ['[] []', 1, 4],
    ['[01]', 1, 3],
    ['[1.]', 1, 3],
    ['[,1]', 1, 2],
    ['{ // secret\n}', 1, 3],
  ])('%j', (text, line, column) => {
    expect(refusal(readAccountsFile, text)).toBe(
      `ACCOUNTS_FILE must be JSON, which it is not from line ${line}, column ${column} on`,
    );
  });

  test.each([
    ['[\n  { "id": "desk" },\n]', 3, 1],
    ['[\n  { "id": "desk", }\n]', 2, 19],
  ])('%j, with what it is', (text, line, column) => {
    const place = `line ${line}, column ${column}`;
    expect(refusal(readCallersFile, text)).toBe(
      `CALLERS_FILE must be JSON, which it is not from ${place} on, after a comma too many`,
    );
  });

  test('anywhere in any text, which is the word where Node finds it, if it tells', () => {
    const slip = fc.constantFrom('', ',', '"', '}', ']', 'x', '\\', '1', '-', '{');
    fc.assert(
      fc.property(fc.json(), fc.nat(), slip, (json, at, other) => {
        const cut = at % (json.length + 1);
        const text = `${json.slice(0, cut)}${other}${json.slice(cut + 1)}`;
        const [, column] = / line 1, column (\d+) /.exec(refusal(readAccountsFile, text)) ?? [];
        const told = placeByNode(text);
        expect(column === undefined).toBe(told === 'right');
        if (column === undefined || typeof told === 'string') return;
        const place = Number(column) - 1;
        expect(place).toBeLessThanOrEqual(told);
        expect(text.slice(place, told)).toMatch(/^[\w.+\\-]*$/);
      }),
      { numRuns: 1_000 },
    );
  });
});

function placeByNode(text: string): number | 'right' | 'untold' {
  try {
    JSON.parse(text);
    return 'right';
  } catch (error) {
    const [, at] = / at position (\d+)/.exec(String(error)) ?? [];
    return at === undefined ? 'untold' : Number(at);
  }
}

const account = { id: 'desk', apiKey: 'key', secretKey: 'S3cr3t', passphrase: 'word' };
const { secretKey: _, ...unsigned } = account;
const caller = { name: 'one', accounts: 'all' };

describe('a member', () => {
  test.each([
    [readAccountsFile, [unsigned], ', entry 1: secretKey is missing'],
    [
      readAccountsFile,
      [account, { ...unsigned, secret: 'S3cr3t' }],
      ', entry 2: secretKey is missing: is it what is called secret there?',
    ],
    [readAccountsFile, [{ ...unsigned, S3cr3t: 1 }], ', entry 1: secretKey is missing'],
    [readCallersFile, { callers: [{ name: 'one' }] }, ', entry 1: accounts is missing'],
    [
      readCallersFile,
      { callers: [{ name: 'one', account: 'all' }] },
      ', entry 1: accounts is missing: is it what is called account there?',
    ],
    [
      readCallersFile,
      { jwt: { audience: 'a', algorithms: ['RS256'], jwksUrl: 'https://login.test' } },
      ' jwt.issuer is missing',
    ],
  ])('that is missing is called so %#', (read, content, message) => {
    expect(refusal(read, content).replace(/^\w+/, '')).toBe(message);
  });

  test.each([
    [readAccountsFile, [{ ...account, dmeo: true }], 'demo by dmeo'],
    [readAccountsFile, [{ ...account, base_url: 'https://x.test' }], 'baseUrl by base_url'],
    [readCallersFile, { callers: [{ ...caller, mayexplore: true }] }, 'mayExplore by mayexplore'],
    [readCallersFile, { caller: [caller] }, 'callers by caller'],
  ])('of a name like that of another is told beside it: %#', (read, content, meant) => {
    expect(refusal(read, content)).toMatch(/and of nothing else: did you mean .*\?$/);
    expect(refusal(read, content)).toContain(`did you mean ${meant}?`);
  });

  test('of any other name is not quoted, since it may be a secret', () => {
    expect(refusal(readAccountsFile, [{ ...account, S3cr3tS3cr3t: 1 }])).toMatch(
      /, entry 1: must be an object of id, [^?]* and of nothing else$/,
    );
  });
});
