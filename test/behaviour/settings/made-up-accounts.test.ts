import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../src/settings/settings.ts';

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
