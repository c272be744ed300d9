import { expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

const calls = { headers: { 'x-explain': 'calls' } };
const plan = { headers: { 'x-explain': 'plan' } };

test('tells each call that served a query: its keys, how long it waited and took', async () => {
  const { query } = createHarness({ exchange: { network: { back: [20, 20] } } });
  const { extensions } = await query(
    '{ account { totalEq details(ccy: ["BTC", "MANA"]) { ccy maxWithdrawal { maxWd } } } }',
    calls,
  );
  const common = { accountId: 'multi-currency', shared: false, tookMs: 20, outcome: 'ANSWERED' };
  expect(extensions).toEqual({
    calls: [
      { ...common, endpoint: 'balance', keys: null, waitedMs: 0, ageMs: 0, attempt: 1 },
      { ...common, endpoint: 'balance', keys: ['MANA'], waitedMs: 20, ageMs: 0, attempt: 1 },
      { ...common, endpoint: 'max-withdrawal', keys: ['BTC'], waitedMs: 0, ageMs: 0, attempt: 1 },
      { ...common, endpoint: 'max-withdrawal', keys: ['MANA'], waitedMs: 0, ageMs: 0, attempt: 1 },
    ],
  });
});

test('tells that a call was shared, and never which keys others asked for', async () => {
  const { ask, clock } = createHarness();
  const page = (ccy: string) => `{ account { details(ccy: ["${ccy}", "USDT"]) { ccy } } }`;
  const [one, other] = await clock.run(
    Promise.all([ask(page('BTC'), calls), ask(page('ETH'), calls)]),
  );
  expect(one?.extensions).toMatchObject({ calls: [{ keys: ['BTC', 'USDT'], shared: true }] });
  expect(other?.extensions).toMatchObject({ calls: [{ keys: ['ETH', 'USDT'], shared: true }] });
  expect(JSON.stringify(one)).not.toContain('ETH');
});

test('tells the age of an answer that was there already', async () => {
  const { query, clock } = createHarness();
  const btc = '{ account { details(ccy: ["BTC"]) { ccy } } }';
  await query(btc);
  await clock.advance(150);
  const { extensions } = await query(btc, calls);
  expect(extensions).toMatchObject({
    calls: [{ keys: ['BTC'], ageMs: 150, waitedMs: 0, shared: true }],
  });
});

test('tells attempts that failed, and why', async () => {
  const { query, exchange } = createHarness();
  exchange.inject({ kind: 'unavailable', times: 1 });
  const { extensions } = await query('{ account { details(ccy: ["BTC"]) { ccy } } }', calls);
  expect(extensions).toMatchObject({
    calls: [
      { attempt: 1, outcome: 'UPSTREAM_UNAVAILABLE' },
      { attempt: 2, outcome: 'ANSWERED' },
    ],
  });
});

test('counts attempts, however many there are', async () => {
  const { query, exchange } = createHarness({ deadlineMs: 60_000 });
  exchange.inject({ kind: 'rate-limited', times: 14 });
  const { extensions } = await query('{ account { totalEq } }', calls);
  const attempts = Array.from({ length: 10 }, (_, index) => ({ attempt: index + 6 }));
  expect(extensions).toMatchObject({ calls: attempts });
});

test('a plan tells for how long the calls of an account are stopped', async () => {
  const { query, exchange } = createHarness();
  exchange.inject({ kind: 'foreign-address' });
  await query('{ account { totalEq } }');
  const { extensions } = await query('{ account { totalEq } }', plan);
  expect(extensions).toMatchObject({ plan: [{ waitMs: 20_000 }] });
});

test('plans without a call: which would be made, and how long they would wait', async () => {
  const { query, exchange } = createHarness();
  const ccy = Array.from({ length: 45 }, (_, index) => `X${index}`);
  const { data, extensions } = await query(
    `query ($ccy: [ID!]) { account {
      details(ccy: $ccy) { ccy maxWithdrawal { maxWd } }
      maxAvail(instId: ["BTC-USDT", "btc-usdt"], tdMode: CASH) { instId }
      totalEq
    } }`,
    { ...plan, variables: { ccy } },
  );
  expect(data).toEqual({});
  expect(exchange.calls).toEqual([]);
  const common = { accountId: 'multi-currency', params: {}, waitMs: 0 };
  expect(extensions?.['plan']).toHaveLength(4);
  expect(extensions?.['plan']).toEqual(
    expect.arrayContaining([
      { ...common, endpoint: 'balance', keys: ccy, calls: 3 },
      { ...common, endpoint: 'balance', keys: null, calls: 1 },
      { ...common, endpoint: 'max-withdrawal', keys: ccy, calls: 3 },
      {
        ...common,
        endpoint: 'max-avail-size',
        keys: ['BTC-USDT'],
        params: { tdMode: 'cash' },
        calls: 1,
      },
    ]),
  );
});

test('a plan tells the wait behind what is under way', async () => {
  const { query } = createHarness();
  const many = { variables: { ccy: Array.from({ length: 200 }, (_, index) => `X${index}`) } };
  await query('query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy } } }', many);
  const { extensions } = await query('{ account { details(ccy: ["BTC"]) { ccy } } }', plan);
  expect(extensions).toMatchObject({ plan: [{ calls: 1, waitMs: 2_000 }] });
});

test('a plan counts what it takes itself from the same budget, and tells what cannot be planned', async () => {
  const { query } = createHarness();
  const ccy = JSON.stringify(Array.from({ length: 20 }, (_, index) => `X${index}`));
  const { extensions, errors } = await query(
    `{ account {
      a: maxLoan(ccy: ${ccy}, mgnMode: CROSS) { ccy }
      b: maxLoan(ccy: ${ccy}, mgnMode: ISOLATED) { ccy }
      c: maxLoan(ccy: [], mgnMode: CROSS) { ccy }
    } }`,
    plan,
  );
  expect(extensions).toMatchObject({
    plan: [
      { calls: 20, waitMs: 0, params: { mgnMode: 'cross' } },
      { calls: 20, waitMs: 2_000, params: { mgnMode: 'isolated' } },
    ],
  });
  expect(errors).toMatchObject([
    { path: ['account', 'c'], extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

test('says nothing of calls unless asked', async () => {
  const { query } = createHarness();
  expect(await query('{ account { totalEq } }')).not.toHaveProperty('extensions');
});

test('tells no call where calls are stopped and none was made', async () => {
  const { query, exchange } = createHarness();
  exchange.inject({ kind: 'foreign-address' });
  await query('{ account { totalEq } }');
  const { errors, extensions } = await query('{ account { totalEq } }', calls);
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_AUTH' } }]);
  expect(exchange.calls).toHaveLength(1);
  expect(extensions).toEqual({ calls: [] });
});
