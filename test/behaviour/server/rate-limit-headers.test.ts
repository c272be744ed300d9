import { hash } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

const told = ({ headers }: Response) => ({
  policy: headers.get('ratelimit-policy'),
  limit: headers.get('ratelimit'),
});
const dashboard = {
  name: 'dashboard',
  accountIds: ['spot'],
  weight: 1,
  mayExplore: true,
  tokens: [hash('sha256', 'of-the-dashboard')],
};
const btc = 'details(ccy: ["BTC"]) { ccy maxWithdrawal { maxWd } }';

test('tells of each budget that was drawn on how many calls it has left, and for how long there are no more', async () => {
  const { respond, clock } = createHarness();
  const page = `{ account { ${btc} } }`;
  expect(told(await respond(page))).toEqual({
    policy:
      '"multi-currency/balance";q=10;w=2;qu="exchange-calls", "multi-currency/max-withdrawal";q=20;w=2;qu="exchange-calls"',
    limit: '"multi-currency/balance";r=9;t=2, "multi-currency/max-withdrawal";r=19;t=2',
  });
  await clock.advance(1_500);
  const { limit } = told(await respond('{ account { details(ccy: ["ETH"]) { ccy } } }'));
  expect(limit).toBe('"multi-currency/balance";r=8;t=1');
});

test('says nothing of budgets where the exchange was not asked', async () => {
  const { respond } = createHarness();
  const none = { policy: null, limit: null };
  expect(told(await respond('{ account { id rateBudgets { endpoint } } }'))).toEqual(none);
  expect(told(await respond('{ account(id: "nobody") { totalEq } }'))).toEqual(none);
});

test('of many budgets tells the ten that have least left', async () => {
  const { respond } = createHarness();
  const { limit, policy } = told(
    await respond(`{
      accounts {
        totalEq
        maxWithdrawal(ccy: ["BTC"]) { maxWd }
        maxAvail(instId: ["BTC-USDT"], tdMode: CASH) { availBuy }
        maxLoan(instId: ["BTC-USDT"], mgnMode: CROSS) { maxLoan }
      }
      account(id: "portfolio") {
        a: maxLoan(ccy: ["A1", "A2", "A3", "A4", "A5"], mgnMode: CROSS) { maxLoan }
      }
    }`),
  );
  const [first, ...rest] = limit?.split(', ') ?? [];
  expect(first).toMatch(/^"portfolio\/max-loan";r=1\d;/);
  expect(rest).toHaveLength(9);
  // A call of `balance` is a tenth of its limit, one of the others a twentieth.
  expect(rest.filter((entry) => entry.includes('/balance"'))).toHaveLength(4);
  const nameOf = (entry: string) => entry.split(';')[0];
  expect(policy?.split(', ').map(nameOf)).toEqual([first ?? '', ...rest].map(nameOf));
});

test('tells of no account that is not open to the caller', async () => {
  const { respond } = createHarness({ callers: [dashboard] });
  const headers = { authorization: 'Bearer of-the-dashboard' };
  const response = await respond(
    '{ accounts { totalEq } account(id: "multi-currency") { totalEq } }',
    { headers },
  );
  expect(told(response).limit).toBe('"spot/balance";r=9;t=2');
});

describe('retry-after', () => {
  const many = (letter: string) =>
    `{ account { details(ccy: ${JSON.stringify(Array.from({ length: 200 }, (_, index) => `${letter}${index}`))}) { ccy } } }`;

  test('tells in seconds when what was refused may first be had, and the status stays 200', async () => {
    const { respond, query } = createHarness({ maxWaitMs: 1_000 });
    await query(many('X'));
    const response = await respond(many('Y'));
    expect(response.status).toBe(200);
    const { errors = [] }: ExecutionResult = await response.json();
    const waits = errors.map(({ extensions }) => Number(extensions['retryAfterMs']));
    expect(Math.min(...waits)).toBeGreaterThan(1_000);
    const [seconds] = [Math.min(...waits) / 1_000].map(Math.ceil);
    expect(response.headers.get('retry-after')).toBe(String(seconds));
  });

  test('is not there where nothing is missing, or asking again does not help', async () => {
    const { respond } = createHarness();
    for (const page of [
      '{ account { totalEq } }',
      '{ account { maxAvail(instId: ["NO-SUCH"], tdMode: CASH) { availBuy } } }',
    ]) {
      expect((await respond(page)).headers.has('retry-after')).toBe(false);
    }
  });
});
