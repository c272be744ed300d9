import { expect, test } from 'vitest';
import { mostConnections } from '../../../src/exchange/dispatcher.ts';
import { createSimulatedExchange } from '../../../src/simulator/exchange.ts';
import { credentialsOf } from '../../../src/simulator/embedded.ts';
import { emptyAccounts } from '../../support/empty-accounts.ts';
import { createHarness } from '../../support/harness.ts';
import { createManualClock } from '../../support/manual-clock.ts';

/** A gateway of many accounts; some never get an answer, and what is under way at once is counted. */
function createWorld(count: number, hangs: (apiKey: string) => boolean = () => false) {
  const clock = createManualClock();
  const network = { out: [10, 10], back: [10, 10] } as const;
  const accounts = emptyAccounts(count);
  const exchange = createSimulatedExchange({ clock, seed: 1, moving: false, accounts, network });
  const underWay = { now: 0, most: 0 };
  const harness = createHarness({
    clock,
    accounts: credentialsOf(exchange, 'http://exchange.test'),
    async fetch(input, init) {
      const request = new Request(input, init);
      underWay.now += 1;
      underWay.most = Math.max(underWay.most, underWay.now);
      try {
        if (!hangs(request.headers.get('ok-access-key') ?? ''))
          return await exchange.fetch(request);
        return await new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => reject(new Error('aborted')));
        });
      } finally {
        underWay.now -= 1;
      }
    },
  });
  return { ...harness, exchange, underWay };
}

test('a thousand accounts are asked for once each, over no more connections than there may be, within the deadline', async () => {
  const { query, exchange, underWay, clock } = createWorld(1_000);
  const before = clock.now();
  const { data, errors } = await query('{ accounts { id totalEq } }');
  expect(errors).toBeUndefined();
  const { accounts } = data as { accounts: readonly { id: string; totalEq: string }[] };
  expect(accounts.map(({ id }) => id)).toEqual(emptyAccounts(1_000).map(({ id }) => id));
  expect(accounts.every(({ totalEq }) => totalEq === '0')).toBe(true);
  expect(exchange.calls).toHaveLength(1_000);
  expect(new Set(exchange.calls.map(({ accountId }) => accountId)).size).toBe(1_000);
  expect(underWay.most).toBeLessThanOrEqual(mostConnections);
  expect(clock.now() - before).toBeLessThan(10_000);
});

test('accounts of which all calls hang do not hold up one that is answered', async () => {
  const hanging = new Set(['made-up-key-0', 'made-up-key-1', 'made-up-key-2']);
  const { ask, query, clock, underWay } = createWorld(4, (apiKey) => hanging.has(apiKey));
  const currencies = Array.from({ length: 200 }, (_, index) => `X${index}`);
  const all = `query ($ccy: [ID!]) { accounts(first: 3) {
    totalEq details(ccy: $ccy) { eq } maxWithdrawal(ccy: $ccy) { maxWd } } }`;
  void ask(all, { variables: { ccy: currencies } });
  await clock.advance(0);
  await clock.advance(0);
  expect(underWay.now).toBe(33);
  const before = clock.now();
  const answer = await query('{ account(id: "account-3") { totalEq } }');
  expect(answer).toMatchObject({ data: { account: { totalEq: '0' } } });
  expect(clock.now() - before).toBe(20);
});

test('when more accounts hang than there are connections, the others are answered when their calls are given up', async () => {
  const isHanging = (apiKey: string) => Number(apiKey.split('-').at(-1)) < 300;
  const { ask, query, clock } = createWorld(301, isHanging);
  void ask('{ accounts(first: 300) { totalEq } }');
  await clock.advance(100);
  const before = clock.now();
  expect(await query('{ account(id: "account-300") { totalEq } }')).toMatchObject({
    data: { account: { totalEq: '0' } },
  });
  expect(clock.now() - before).toBeLessThan(3_100);
});

test('what is asked of one account shares its calls, however many accounts are asked for before it', async () => {
  const { query, exchange } = createWorld(100);
  const wanted = ['BTC', 'ETH', 'USDT'].map(
    (ccy) => `${ccy}: maxWithdrawal(ccy: ["${ccy}"]) { maxWd }`,
  );
  expect(await query(`{ accounts { ${wanted.join(' ')} } }`)).not.toHaveProperty('errors');
  expect(exchange.calls).toHaveLength(100);
});
