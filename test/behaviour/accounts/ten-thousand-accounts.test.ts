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

/** The least of several, since the machine may have other things to do. Unit: milliseconds. */
function replacingTakes(count: number): number {
  const { gateway } = createHarness({ accounts: many('before', count) });
  const [kept, added] = [many('before', count).slice(1), many('after', 1)];
  const times = [0, 1, 2].map(() => {
    const startedAt = performance.now();
    gateway.replaceAccounts(many('before', count));
    gateway.replaceAccounts([...kept, ...added]);
    return performance.now() - startedAt;
  });
  return Math.min(...times);
}

test('10,000 accounts are served anew without queries having to wait for it long: none is held against all others', () => {
  const times = replacingTakes(10_000) / replacingTakes(1_000);
  // Ten times as many take ten times as long, and would take a hundred times as long.
  expect(times).toBeLessThan(40);
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
