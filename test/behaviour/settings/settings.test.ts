import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readAccountsFile } from '../../../src/accounts/accounts-file.ts';
import { renderEnvExample, renderHelp } from '../../../src/settings/help.ts';
import { SettingsError } from '../../../src/settings/settings-error.ts';
import type { Environment } from '../../../src/settings/read.ts';
import { parseSettings } from '../../../src/settings/settings.ts';
import { table } from '../../../src/settings/table.ts';

const folder = mkdtempSync(join(tmpdir(), 'settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

const credentials = { OKX_API_KEY: 'key', OKX_SECRET_KEY: 'secret', OKX_PASSPHRASE: 'Pass 1!' };
const fieldNames = ['id', 'apiKey', 'secretKey', 'passphrase', 'baseUrl', 'demo', 'share'];
const entry = { id: 'desk', apiKey: 'key', secretKey: 'secret', passphrase: 'Pass 1!' };

describe('variables', () => {
  test('nothing set means the documented defaults and no account', () => {
    expect(parseSettings({})).toEqual({
      host: '127.0.0.1',
      port: 4000,
      adminHost: '127.0.0.1',
      adminPort: null,
      corsOrigins: [],
      operationsDir: null,
      callersFile: null,
      operations: 'any',
      explore: true,
      account: null,
      accountsFile: null,
      embedded: true,
      checkAccounts: true,
      proxy: null,
      maxAgeMs: 200,
      deadlineMs: 10_000,
      maxWaitMs: 3_000,
      drainMs: 5_000,
      maxCalls: null,
      maxSubscriptions: 1_000,
      redisUrl: null,
      replicas: 2,
      logLevel: 'info',
    });
  });

  test('budgets are shared by as many gateways as REPLICAS says', () => {
    const { redisUrl, replicas } = parseSettings({
      ...credentials,
      REDIS_URL: 'redis://me:word@redis.test:6379/1',
      REPLICAS: '3',
    });
    expect(replicas).toBe(3);
    expect(redisUrl?.reveal()).toBe('redis://me:word@redis.test:6379/1');
    expect(JSON.stringify(redisUrl)).not.toContain('word');
    expect(refusal({ REPLICAS: '3' })).toContain('REPLICAS has no effect without REDIS_URL');
    for (const wrong of [
      'http://me:word@h',
      'redis://me:word%zz@h',
      'redis://me:word@h/a',
      'redis:word',
    ]) {
      const refused = refusal({ REDIS_URL: wrong });
      expect(refused).toContain('REDIS_URL must be an address such as redis://');
      expect(refused).not.toMatch(/word(?!@host)/);
    }
    expect(refusal({ REDIS_URL: 'redis://redis.test', REPLICAS: '11' })).toContain(
      'REPLICAS must be a whole number from 1 to 10',
    );
  });

  test('the admin port is where ADMIN_HOST says, and there is none without ADMIN_PORT', () => {
    const { adminHost, adminPort } = parseSettings({ ADMIN_HOST: '10.0.0.1', ADMIN_PORT: '9000' });
    expect({ adminHost, adminPort }).toEqual({ adminHost: '10.0.0.1', adminPort: 9_000 });
    expect(refusal({ ADMIN_HOST: '10.0.0.1' })).toContain(
      'ADMIN_HOST has no effect without ADMIN_PORT',
    );
  });

  test.each([
    ['OKX_DEMO', 'true'],
    ['OKX_BASE_URL', 'https://eea.okx.com'],
  ])('%s without a key is refused, since it would have no effect', (name, value) => {
    expect(() => parseSettings({ [name]: value })).toThrow(
      `${name} has no effect without OKX_API_KEY`,
    );
  });

  test('an empty value counts as unset', () => {
    const empty = Object.fromEntries(Object.values(table).map(({ name }) => [name, '']));
    expect(parseSettings(empty)).toEqual(parseSettings({}));
  });

  test('credentials make one account with the id `main`', () => {
    const { account } = parseSettings({ ...credentials, OKX_DEMO: 'true' });
    expect(account).toMatchObject({ id: 'main', baseUrl: 'https://www.okx.com', demo: true });
    expect(account?.passphrase.reveal()).toBe('Pass 1!');
  });

  test.each([
    [{ HOST: 'two words' }, 'HOST must be a host name or an IP address'],
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535'],
    [{ PORT: '4e3' }, 'PORT must be a whole number from 0 to 65535'],
    [{ MAX_AGE_MS: '-1' }, 'MAX_AGE_MS must be a whole number from 0 to 60000'],
    [{ DEADLINE_MS: '0' }, 'DEADLINE_MS must be a whole number from 1 to 600000'],
    [{ OKX_DEMO: 'yes' }, 'OKX_DEMO must be one of true, false'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of trace, debug,'],
    [{ ...credentials, OKX_API_KEY: ' key' }, 'OKX_API_KEY must be printable ASCII text'],
    [{ ...credentials, OKX_PASSPHRASE: 'Pass\n1' }, 'OKX_PASSPHRASE must be printable ASCII text'],
  ])('a wrong value is refused by name: %j', (env, message) => {
    expect(refusal(env)).toContain(message);
  });

  test.each(Object.keys(credentials))('credentials without %s are refused', (name) => {
    expect(refusal({ ...credentials, [name]: '' })).toMatch(new RegExp(`^${name} must be set too`));
  });

  test.each(['OKX_API_KEY', 'OKX_BASE_URL', 'OKX_DEMO'])(
    '%s beside an accounts file is refused, since it would have no effect',
    (name) => {
      const message = `${name} must be unset while ACCOUNTS_FILE is set`;
      expect(refusal({ ACCOUNTS_FILE: 'accounts.json', [name]: 'true' })).toContain(message);
    },
  );
});

describe('who may ask', () => {
  test.each([{}, { HOST: '::1' }, { HOST: 'localhost' }, { HOST: '127.1.2.3' }])(
    'everybody may on loopback: %j',
    (env) => {
      expect(parseSettings(env)).toMatchObject({ callersFile: null });
    },
  );

  test.each(['0.0.0.0', '::', '10.0.0.1', 'gateway.example'])(
    'beyond it, HOST=%s wants callers or the word that all may',
    (HOST) => {
      const refused = refusal({ HOST });
      expect(refused).toContain('HOST must be a loopback address without CALLERS_FILE');
      expect(refused).toContain('ALLOW_ANONYMOUS=true');
      const open = { ...credentials, HOST };
      expect(parseSettings({ ...open, CALLERS_FILE: 'c.json' }).callersFile).toBe('c.json');
      expect(parseSettings({ ...open, ALLOW_ANONYMOUS: 'true' }).callersFile).toBeNull();
    },
  );

  test('both are refused, since they say different things', () => {
    expect(refusal({ CALLERS_FILE: 'c.json', ALLOW_ANONYMOUS: 'true' })).toContain(
      'ALLOW_ANONYMOUS must be false while CALLERS_FILE is set',
    );
    expect(refusal({ ALLOW_ANONYMOUS: '1' })).toContain('ALLOW_ANONYMOUS must be one of true');
  });
});

describe('the base URL', () => {
  test.each([
    ['https://eea.okx.com/', 'https://eea.okx.com'],
    ['http://localhost:4100', 'http://localhost:4100'],
    ['http://127.0.0.1:4100', 'http://127.0.0.1:4100'],
    ['http://[::1]:4100', 'http://[::1]:4100'],
  ])('%s is taken', (url, baseUrl) => {
    const env = { ...credentials, OKX_BASE_URL: url };
    expect(parseSettings(env).account).toMatchObject({ baseUrl });
  });

  test.each([
    'http://www.okx.com',
    'http://127.0.0.1.example.com',
    'https://www.okx.com/api',
    'https://www.okx.com/?a=b',
    'https://www.okx.com/#a',
    'https://user:word@www.okx.com',
    'ftp://localhost',
    'www.okx.com',
  ])('%s is refused', (url) => {
    expect(refusal({ ...credentials, OKX_BASE_URL: url })).toMatch(
      /^OKX_BASE_URL must be an https/,
    );
  });
});

describe('origins of pages', () => {
  test.each([
    ['https://app.example', ['https://app.example']],
    [
      ' https://App.example/ , http://localhost:5173',
      ['https://app.example', 'http://localhost:5173'],
    ],
  ])('%s are taken', (written, corsOrigins) => {
    expect(parseSettings({ CORS_ORIGINS: written })).toMatchObject({ corsOrigins });
  });

  test.each([
    '*',
    'null',
    'https://*.app.example',
    'https://app.example,',
    'https://app.example/graphql',
    'https://user@app.example',
    'file:///app',
    'app.example',
  ])('%s is refused', (written) => {
    expect(refusal({ CORS_ORIGINS: written })).toMatch(/^CORS_ORIGINS must be origins such as /);
  });
});

describe('the accounts file', () => {
  test('holds accounts in the order of the list', () => {
    const second = { ...entry, id: 'eu', apiKey: 'k2', baseUrl: 'https://eea.okx.com', demo: true };
    expect(readAccountsFile(fileOf([entry, second]))).toMatchObject([
      { id: 'desk', baseUrl: 'https://www.okx.com', demo: false },
      { id: 'eu', baseUrl: 'https://eea.okx.com', demo: true },
    ]);
  });

  test.each([
    ['not a list', {}, ' must be a JSON list of at least one account'],
    ['an empty list', [], ' must be a JSON list of at least one account'],
    [
      'a missing field',
      [entry, { ...entry, secretKey: undefined }],
      ', entry 2: secretKey is missing',
    ],
    ['a share above all', [{ ...entry, share: 1.5 }], ', entry 1: share must be a number above 0'],
    ['a wrong flag', [{ ...entry, demo: 'true' }], ', entry 1: demo must be true or false'],
    ['a plain http URL', [{ ...entry, baseUrl: 'http://x.org' }], ', entry 1: baseUrl must be an'],
    ['an unknown field', [{ ...entry, dmeo: true }], ', entry 1: must be an object of id, apiKey'],
    ['an id with a space', [{ ...entry, id: 'a b' }], ', entry 1: id must be 1 to 64 letters'],
    [
      'an id twice',
      [entry, { ...entry, apiKey: 'k2' }],
      ', entry 2: id must be different from that',
    ],
    [
      'a key twice',
      [entry, { ...entry, id: 'eu' }],
      ', entry 2: apiKey must be different from that',
    ],
  ])('%s is refused with file, entry and field', (_, content, message) => {
    const file = fileOf(content);
    expect(fileRefusal(file)).toContain(`ACCOUNTS_FILE ${file}${message}`);
  });

  test.skipIf(process.platform === 'win32')('a pipe is refused, and not waited for', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(fileRefusal(pipe)).toMatch(/must be a file, and no folder, pipe or device$/);
  });

  test.skipIf(process.platform === 'win32')(
    'a link that leads nowhere but to itself is refused',
    () => {
      const link = join(folder, 'link');
      symlinkSync('link', link);
      expect(fileRefusal(link)).toMatch(/readable file \(ELOOP\)$/);
    },
  );

  test('a file that is no JSON, or no file, is refused', () => {
    expect(fileRefusal(fileOf('[{"id": secret'))).toMatch(
      /must be JSON, which it is not from line 1/,
    );
    expect(fileRefusal(join(folder, 'none'))).toMatch(/readable file \(ENOENT\)$/);
    expect(fileRefusal(folder)).toMatch(/must be a file, and no folder, pipe or device$/);
  });
});

describe('secrets', () => {
  const mark = 'S3cr3t';
  const unit = fc.constantFrom('binary', 'grapheme-ascii', 'grapheme');
  const secret = unit
    .chain((kind) => fc.string({ unit: kind, maxLength: 20 }))
    .map((text) => `${text}${mark}`);

  test('no refusal quotes a variable', () => {
    const name = fc.constantFrom(...Object.values(table).map((setting) => setting.name));
    fc.assert(
      fc.property(fc.dictionary(name, secret, { minKeys: 1 }), (env) => {
        expect(outcome(() => parseSettings(env))).not.toContain(mark);
      }),
    );
  });

  test('no refusal quotes an accounts file', () => {
    const value = fc.oneof(secret, fc.constantFrom(true, 1, null, 'desk', 'https://x.org'));
    const fields = Object.fromEntries(fieldNames.map((name) => [name, value]));
    const account = fc.oneof(
      fc.record(fields, { requiredKeys: [] }),
      secret.map((text) => ({ ...entry, apiKey: text, secretKey: text, passphrase: text })),
      secret.map((text) => ({ ...entry, [text]: text })),
    );
    const list = fc.array(account, { maxLength: 3 });
    const broken = list.map((entries) => JSON.stringify(entries).slice(1));
    fc.assert(
      fc.property(fc.oneof(list, broken, secret), (content) => {
        const file = fileOf(content);
        expect(outcome(() => readAccountsFile(file))).not.toContain(mark);
      }),
    );
  });

  test('a secret shows itself in no log, JSON or message', () => {
    const { account } = parseSettings(credentials);
    expect(String(account?.apiKey)).toBe('[secret]');
    expect(JSON.stringify(account?.secretKey)).toBe('"[secret]"');
    expect(inspect({ passphrase: account?.passphrase })).toBe('{ passphrase: [secret] }');
  });
});

describe('documentation', () => {
  test('.env.example is what the table says (after a change: npx vitest -u settings)', async () => {
    await expect(renderEnvExample()).toMatchFileSnapshot('../../../.env.example');
  });

  test('--help names every setting and its default', () => {
    for (const { name, fallback } of Object.values<{ name: string; fallback?: string }>(table)) {
      expect(renderHelp()).toContain(fallback === undefined ? name : `${name} (${fallback})`);
    }
  });
});

/** The path of a file with this content. */
function fileOf(content: unknown): string {
  const path = join(folder, 'accounts.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** The one line with which these settings are refused. */
const refusal = (env: Environment): string => refusalOf(() => parseSettings(env));

const fileRefusal = (path: string): string => refusalOf(() => readAccountsFile(path));

function refusalOf(read: () => unknown): string {
  const text = outcome(read);
  expect(text).toMatch(/^[A-Z_]+ .+$/);
  return text;
}

function outcome(read: () => unknown): string {
  try {
    read();
    return 'accepted';
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
}
