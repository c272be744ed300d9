import { expect, test } from 'vitest';
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
  expect(one?.extensions).toEqual({ cost: { planned: 2, made: 2, shared: 1 } });
  expect(other?.extensions).toEqual({ cost: { planned: 1, made: 1, shared: 1 } });
});

test('a whole answer that serves the parts saves calls of the plan', async () => {
  const { query } = createHarness();
  const { extensions } = await query(
    '{ account { totalEq details(ccy: ["USDT"]) { ccy } } }',
    cost,
  );
  expect(extensions).toEqual({ cost: { planned: 2, made: 1, shared: 0 } });
});

test('calls that are made again are made, but not planned', async () => {
  const { query, exchange } = createHarness();
  exchange.inject({ kind: 'unavailable', times: 1 });
  const { extensions } = await query('{ account { totalEq } }', cost);
  expect(extensions).toEqual({ cost: { planned: 1, made: 2, shared: 0 } });
});

test('what is asked of nobody costs nothing', async () => {
  const { query } = createHarness();
  const { extensions } = await query('{ account { id rateBudgets { endpoint } } }', cost);
  expect(extensions).toEqual({ cost: { planned: 0, made: 0, shared: 0 } });
});

test('is the same with a bound', async () => {
  const { query } = createHarness({ maxCalls: 1 });
  const { extensions } = await query('{ account { totalEq } }', cost);
  expect(extensions).toEqual({ cost: { planned: 1, made: 1, shared: 0 } });
});
