import { expect, test } from 'vitest';
import { Secret } from '../../../src/exchange/secret.ts';
import { createHarness } from '../../support/harness.ts';

const many = (generation: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: `account-${at}`,
    apiKey: new Secret(`key-${at}-of-${generation}`),
    secretKey: new Secret(`secret-of-${at}`),
    passphrase: new Secret(`passphrase-of-${at}`),
    baseUrl: 'http://exchange.test',
    demo: false,
  }));

/** How many entries of maps and sets are walked over while it is done. Counted, since no machine is too busy for that. */
function walkedOver(doIt: () => void): number {
  let walked = 0;
  const prototypes = [new Map().entries(), new Set().values()].map((iterator) => {
    const prototype: Iterator<unknown> = Object.getPrototypeOf(iterator);
    return prototype;
  });
  const undo = prototypes.map((prototype) => {
    const { next } = prototype;
    prototype.next = function counted() {
      walked += 1;
      return next.call(this);
    };
    return () => (prototype.next = next);
  });
  try {
    doIt();
  } finally {
    for (const one of undo) one();
  }
  return walked;
}

test('thousands of accounts are served anew without queries having to wait for it long: none is held against all others', () => {
  const count = 2_000;
  const { gateway } = createHarness({ accounts: many('before', count) });
  const [kept, added] = [many('before', count).slice(1), many('after', 1)];
  const walked = walkedOver(() => {
    gateway.replaceAccounts(many('before', count));
    gateway.replaceAccounts([...kept, ...added]);
  });
  expect(walked).toBeGreaterThan(count);
  expect(walked).toBeLessThan(20 * count);
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
