import { expect, test } from 'vitest';
import { Secret } from '../../../src/exchange/secret.ts';
import { createHarness } from '../../support/harness.ts';

const many = (generation: string) =>
  Array.from({ length: 10_000 }, (_, at) => ({
    id: `account-${at}`,
    apiKey: new Secret(`key-${at}-of-${generation}`),
    secretKey: new Secret(`secret-of-${at}`),
    passphrase: new Secret(`passphrase-of-${at}`),
    baseUrl: 'http://exchange.test',
    demo: false,
  }));

test('10,000 accounts are served anew without queries having to wait for it long', () => {
  const { gateway } = createHarness({ accounts: many('before') });
  const startedAt = performance.now();
  gateway.replaceAccounts(many('before'));
  gateway.replaceAccounts([...many('before').slice(1), ...many('after').slice(0, 1)]);
  // Seconds, where each account is held against all others.
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});
