import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../src/settings/settings.ts';
import { SettingsError } from '../../../src/settings/settings-error.ts';

const key = { OKX_API_KEY: 'key', OKX_SECRET_KEY: 'secret', OKX_PASSPHRASE: 'word' };
const open = { HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' };
const real = 'for real ones set OKX_API_KEY, OKX_SECRET_KEY and OKX_PASSPHRASE, or ACCOUNTS_FILE';

test.each([
  {},
  { HOST: '::1' },
  { EMBEDDED: '' },
  { PORT: '0', EXPLORE: 'false', OPERATIONS_DIR: 'manifests', MAX_CALLS: '3' },
])('who tries it on this machine gets made-up accounts unasked: %j', (env) => {
  expect(parseSettings(env)).toMatchObject({ embedded: true });
});

test.each([
  [open, 'while HOST is no loopback address'],
  [{ ...open, ACCOUNTS_FILE: '' }, 'while HOST is no loopback address'],
  [{ HOST: '10.0.0.1', CALLERS_FILE: 'c.json' }, 'while HOST is no loopback address'],
  [{ CALLERS_FILE: 'c.json' }, 'beside CALLERS_FILE'],
  [{ REDIS_URL: 'redis://redis.test' }, 'beside REDIS_URL'],
])('what looks like a gateway for others gets them only when it says so: %j', (env, reason) => {
  expect(() => parseSettings(env)).toThrow(
    `EMBEDDED must be true for made-up accounts ${reason}; ${real}`,
  );
  expect(parseSettings({ ...env, EMBEDDED: 'true' })).toMatchObject({ embedded: true });
});

describe('real accounts', () => {
  test.each([key, { ACCOUNTS_FILE: 'a.json' }])('leave no place for made-up ones: %j', (env) => {
    expect(parseSettings({ ...env, ...open })).toMatchObject({ embedded: false });
    expect(parseSettings({ ...env, EMBEDDED: 'false' })).toMatchObject({ embedded: false });
    const [given = ''] = Object.keys(env);
    expect(() => parseSettings({ ...env, EMBEDDED: 'true' })).toThrow(
      `EMBEDDED must be false while ${given} is set`,
    );
  });

  test('are to be given where made-up ones are ruled out', () => {
    expect(() => parseSettings({ EMBEDDED: 'false' })).toThrow(
      `EMBEDDED must be true where no accounts are given; ${real}`,
    );
    expect(() => parseSettings({ EMBEDDED: 'yes' })).toThrow('EMBEDDED must be one of true, false');
  });
});

test('however settings are combined, accounts are made up or real, and made up for others only when it is said', () => {
  const may = (...values: readonly string[]) => fc.constantFrom(undefined, '', ...values);
  const environments = fc.record({
    EMBEDDED: may('true', 'false'),
    OKX_API_KEY: may('key'),
    OKX_SECRET_KEY: may('secret'),
    OKX_PASSPHRASE: may('word'),
    OKX_BASE_URL: may('https://eea.okx.com', 'http://127.0.0.1:9'),
    OKX_DEMO: may('true', 'false'),
    ACCOUNTS_FILE: may('a.json'),
    HOST: may('localhost', '::1', '0.0.0.0'),
    ADMIN_PORT: may('9000', 'tcp://10.0.0.7:9000'),
    CALLERS_FILE: may('c.json'),
    ALLOW_ANONYMOUS: may('true', 'false'),
    REDIS_URL: may('redis://redis.test'),
    CHECK_ACCOUNTS: may('true', 'false'),
    HTTPS_PROXY: may('http://proxy.test'),
  });
  const served = { real: 0, madeUp: 0 };
  fc.assert(
    fc.property(environments, (env) => {
      const settings = settingsOf(env);
      if (!settings) return;
      const { embedded, account, accountsFile } = settings;
      served[embedded ? 'madeUp' : 'real'] += 1;
      expect([embedded, account !== null, accountsFile !== null].filter(Boolean)).toHaveLength(1);
      const given = [env.OKX_API_KEY, env.OKX_SECRET_KEY, env.OKX_PASSPHRASE, env.ACCOUNTS_FILE];
      const isForOthers = env.HOST === '0.0.0.0' || env.CALLERS_FILE || env.REDIS_URL;
      if (embedded) expect(given.filter(Boolean)).toEqual([]);
      if (embedded && isForOthers) expect(env.EMBEDDED).toBe('true');
      if (!embedded) expect(env.EMBEDDED).not.toBe('true');
    }),
    { numRuns: 5_000 },
  );
  expect(Math.min(served.real, served.madeUp)).toBeGreaterThan(10);
});

/** Null where they are refused. */
function settingsOf(env: Readonly<Record<string, string | undefined>>) {
  try {
    return parseSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return null;
    throw error;
  }
}
