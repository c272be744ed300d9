import { expect, test } from 'vitest';
import { declarations } from '../../../src/endpoints/endpoints.ts';
import { as, callerNamed } from '../../support/callers.ts';
import { createHarness } from '../../support/harness.ts';

const cost = { headers: { 'x-explain': 'cost' } };

test('tells how many calls were planned, how many served the query, and how many of these others, too', async () => {
  const { ask, clock } = createHarness();
  const page = (ccy: string, more = '') =>
    `{ account { details(ccy: ["${ccy}", "USDT"]) { ccy } ${more} } }`;
  const own = 'maxWithdrawal(ccy: ["BTC"]) { maxWd }';
  const [one, other] = await clock.run(
    Promise.all([ask(page('BTC', own), cost), ask(page('ETH'), cost)]),
  );
  expect(one?.extensions).toEqual({ cost: { planned: 2, made: 2, shared: 1, charged: 2 } });
  expect(other?.extensions).toEqual({ cost: { planned: 1, made: 1, shared: 1, charged: 1 } });
});

test('half of a key that two callers want is charged to each, and nothing of what others had asked for before', async () => {
  const { ask, clock, query } = createHarness({
    callers: ['one', 'other', 'third'].map((name) => callerNamed(name)),
  });
  const asking = (name: string, ccy: string) =>
    ask(`{ account { details(ccy: ["${ccy}", "USDT"]) { ccy } } }`, {
      headers: { ...cost.headers, ...as(name) },
    });
  const both = await clock.run(Promise.all([asking('one', 'BTC'), asking('other', 'ETH')]));
  expect(both.map(({ extensions }) => extensions?.['cost'])).toEqual([
    { planned: 1, made: 1, shared: 1, charged: 0.5 },
    { planned: 1, made: 1, shared: 1, charged: 0.5 },
  ]);
  const headers = { ...cost.headers, ...as('third') };
  const { extensions } = await query('{ account { details(ccy: ["BTC"]) { ccy } } }', { headers });
  expect(extensions).toEqual({ cost: { planned: 1, made: 1, shared: 1, charged: 0 } });
});

test('what is left of a limit tells the own part of the caller', async () => {
  const { query } = createHarness({
    callers: [callerNamed('one'), callerNamed('other', { weight: 3 })],
  });
  const budgets = '{ account { rateBudgets { endpoint inUse ownInUse ownShare } } }';
  await query('{ account { totalEq } }', { headers: as('one') });
  await query('{ account { totalEq } }', {
    headers: { ...as('other'), 'cache-control': 'no-cache' },
  });
  const [one, other] = [
    await query(budgets, { headers: as('one') }),
    await query(budgets, { headers: as('other') }),
  ];
  const balance = { endpoint: 'balance', inUse: 2 };
  const others = declarations.slice(1).map(({ name }) => ({ endpoint: name }));
  expect(one.data?.['account']).toMatchObject({
    rateBudgets: [{ ...balance, ownInUse: 1, ownShare: 2.5 }, ...others],
  });
  expect(other.data?.['account']).toMatchObject({
    rateBudgets: [{ ...balance, ownInUse: 1, ownShare: 7.5 }, ...others],
  });
});

test('a whole answer that serves the parts saves calls of the plan', async () => {
  const { query } = createHarness();
  const { extensions } = await query(
    '{ account { totalEq details(ccy: ["USDT"]) { ccy } } }',
    cost,
  );
  expect(extensions).toEqual({ cost: { planned: 2, made: 1, shared: 0, charged: 1 } });
});

test('calls that are made again are made, but not planned', async () => {
  const { query, exchange } = createHarness();
  exchange.inject({ kind: 'unavailable', times: 1 });
  const { extensions } = await query('{ account { totalEq } }', cost);
  expect(extensions).toEqual({ cost: { planned: 1, made: 2, shared: 0, charged: 2 } });
});

test('what is asked of nobody costs nothing', async () => {
  const { query } = createHarness();
  const { extensions } = await query('{ account { id rateBudgets { endpoint } } }', cost);
  expect(extensions).toEqual({ cost: { planned: 0, made: 0, shared: 0, charged: 0 } });
});

test('is the same with a bound', async () => {
  const { query } = createHarness({ maxCalls: 1 });
  const { extensions } = await query('{ account { totalEq } }', cost);
  expect(extensions).toEqual({ cost: { planned: 1, made: 1, shared: 0, charged: 1 } });
});
