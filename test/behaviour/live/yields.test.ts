import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

/** Each takes a call of its own. */
const currencies = ['ETH', 'USDT', 'USDC', 'SOL', 'DOGE', 'XRP', 'ADA', 'DOT', 'LTC', 'AVAX'];
const queries = ['BTC', 'USDT', 'USDC'].map(
  (mgnCcy) =>
    `{ account { maxLoan(ccy: ${JSON.stringify(currencies)}, mgnMode: CROSS, mgnCcy: "${mgnCcy}") { side } } }`,
);
const watched =
  'subscription { account(everyMs: 250) { maxLoan(ccy: "BTC", mgnMode: CROSS) { maxLoan asOf } } }';
const busy = { exchange: { moving: true }, maxAgeMs: 0 };

describe('where calls are scarce', () => {
  test('what is watched is told less often, by its age, and never fails for that', async () => {
    const { clock, ask, subscribe } = createHarness(busy);
    const { results } = await subscribe(watched);
    await clock.advance(4_000);
    const before = results.length;
    const asking = queries.map(async (query) => ask(query));
    await clock.advance(4_000);
    await Promise.all(asking);
    const during = results.length - before;
    await clock.advance(4_000);
    const after = results.length - before - during;
    expect(before).toBeGreaterThanOrEqual(14);
    expect(after).toBeGreaterThanOrEqual(14);
    expect(during).toBeLessThan(13);
    for (const result of results) expect(result).not.toHaveProperty('errors');
  });

  test('no call is made for it as long as queries wait for theirs', async () => {
    const { clock, exchange, ask, subscribe } = createHarness(busy);
    for (const _ of [1, 2, 3]) await subscribe(watched);
    await clock.advance(4_000);
    const since = exchange.calls.length;
    const asking = queries.map(async (query) => ask(query));
    await clock.run(Promise.all(asking));
    const targets = exchange.calls.slice(since).map(({ target }) => target);
    expect(targets.length).toBeGreaterThan(20);
    expect(targets.slice(0, -1).filter((target) => target.includes('ccy=BTC&mgnMode'))).toEqual([]);
  });
});

test.each([110, 118])(
  'queries each %s ms that leave nothing to it for long: it has what it had, and no errors',
  async (everyMs) => {
    const { clock, ask, subscribe } = createHarness(busy);
    const { results } = await subscribe(watched);
    for (let at = 0; at < 20_000; at += everyMs) {
      const ccy = currencies[(at / everyMs) % currencies.length];
      void ask(`{ account { maxLoan(ccy: "${ccy}", mgnMode: CROSS) { maxLoan } } }`);
      await clock.advance(everyMs);
    }
    const before = results.length;
    await clock.advance(4_000);
    expect(results.length - before).toBeGreaterThan(5);
    for (const result of results) expect(result).not.toHaveProperty('errors');
  },
);

test('some calls are always left to queries: one that comes is sent at once', async () => {
  const { clock, ask, subscribe, gateway } = createHarness(busy);
  await subscribe(
    'subscription { account(everyMs: 250) { maxLoan(ccy: ["BTC", "ETH", "USDT", "SOL"], mgnMode: CROSS) { maxLoan } } }',
  );
  const left: number[] = [];
  for (let at = 0; at < 40; at += 1) {
    await clock.advance(130);
    const account = gateway.loaders().values().next().value;
    const [loans] = account?.budgets().filter(({ endpoint }) => endpoint === 'max-loan') ?? [];
    left.push(loans?.available ?? 0);
  }
  expect(Math.min(...left)).toBe(4);
  const startedAt = clock.now();
  await clock.run(ask('{ account { maxLoan(ccy: "XRP", mgnMode: CROSS) { maxLoan } } }'));
  expect(clock.now() - startedAt).toBe(0);
});
