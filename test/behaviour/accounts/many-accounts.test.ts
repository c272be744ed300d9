import { expect, test } from 'vitest';
import { Secret } from '../../../src/exchange/secret.ts';
import { createHarness } from '../../support/harness.ts';

const many = (generation: string, count = 10_000) =>
  Array.from({ length: count }, (_, at) => ({
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
  // Several times as long, where each account is held against all others.
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});

test('an account that was asked for takes memory for what is known of it, and not for all that could be', async () => {
  const count = 40;
  const { ask, clock } = createHarness({ accounts: many('before', count) });
  const before = process.memoryUsage().arrayBuffers;
  for (let at = 0; at < count; at += 1)
    await clock.run(ask(`{ account(id: "account-${at}") { totalEq } }`));
  const taken = process.memoryUsage().arrayBuffers - before;
  expect(taken / count).toBeLessThan(10_000);
});
