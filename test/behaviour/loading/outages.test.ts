import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

const btc = '{ account { details(ccy: ["BTC"]) { ccy } } }';
const data = { account: { details: [{ ccy: 'BTC' }] } };

/** Different keys, so that no two queries share a call. */
const page = (mark: number) => `{ account { details(ccy: ["X${mark}"]) { ccy } } }`;

describe('an exchange that is down', () => {
  test('is tried once a second, and queries are refused at once with the time to come back', async () => {
    const { query, exchange, clock } = createHarness();
    const heal = exchange.inject({ kind: 'dropped' });
    for (let mark = 0; mark < 8; mark += 1) await query(page(mark));
    const [before, start] = [exchange.calls.length, clock.now()];

    const { errors } = await query(btc);
    expect(clock.now()).toBe(start);
    expect(exchange.calls).toHaveLength(before);
    expect(errors).toMatchObject([
      {
        extensions: {
          code: 'UPSTREAM_UNAVAILABLE',
          endpoint: 'balance',
          keys: ['BTC'],
          retryAfterMs: expect.any(Number),
        },
      },
    ]);

    for (let mark = 0; mark < 100; mark += 1) {
      await query(page(mark));
      await clock.advance(100);
    }
    // 10 s of outage with 10 queries a second.
    expect(exchange.calls.length - before).toBeGreaterThanOrEqual(9);
    expect(exchange.calls.length - before).toBeLessThanOrEqual(12);

    heal();
    await clock.advance(1_100);
    expect(await query(btc)).toEqual({ data });
    expect(await query(page(1))).toMatchObject({ data: { account: { details: [null] } } });
  });

  test('costs few retries beyond the calls that queries ask for', async () => {
    const { query, exchange, clock } = createHarness();
    exchange.inject({ kind: 'unavailable', share: 0.5 });
    const queries = 60;
    for (let mark = 0; mark < queries; mark += 1) {
      await query(page(mark));
      await clock.advance(400);
    }
    const seconds = queries * 0.4;
    expect(exchange.calls.length).toBeLessThanOrEqual(queries * 1.2 + seconds + 5);
    expect(exchange.calls.length).toBeGreaterThan(queries);
  });

  test('does not stop the calls of another account', async () => {
    const { query, exchange } = createHarness();
    exchange.inject({ kind: 'dropped', accountId: 'spot' });
    for (let mark = 0; mark < 8; mark += 1) {
      await query(`{ account(id: "spot") { details(ccy: ["X${mark}"]) { ccy } } }`);
    }
    expect(await query(btc)).toEqual({ data });
  });
});

describe('refused credentials', () => {
  test('are tried again when the call that tried them found the exchange down', async () => {
    const { query, exchange, clock } = createHarness();
    const mend = exchange.inject({ kind: 'foreign-address' });
    await query(btc);
    mend();
    await clock.advance(21_000);
    const heal = exchange.inject({ kind: 'dropped' });
    await query(btc);
    heal();
    await clock.advance(2_000);
    expect(await query(btc)).toEqual({ data });
  });

  test('stop the calls of their account for 20 s at a time', async () => {
    const { query, exchange, clock } = createHarness();
    const mend = exchange.inject({ kind: 'foreign-address', accountId: 'multi-currency' });
    await query(btc);
    const refused = await query(
      '{ account { totalEq maxWithdrawal { ccy } } spot: account(id: "spot") { totalEq } }',
    );
    expect(refused).toMatchObject({
      data: {
        account: { totalEq: null, maxWithdrawal: null },
        spot: { totalEq: expect.any(String) },
      },
      errors: [
        { extensions: { code: 'UPSTREAM_AUTH', exchangeCode: '50110', retryAfterMs: 20_000 } },
        { extensions: { code: 'UPSTREAM_AUTH', exchangeCode: '50110', retryAfterMs: 20_000 } },
      ],
    });
    expect(exchange.calls.filter(({ accountId }) => accountId === 'multi-currency')).toHaveLength(
      1,
    );

    await clock.advance(20_000);
    await query(btc);
    await query(btc);
    expect(exchange.calls.filter(({ accountId }) => accountId === 'multi-currency')).toHaveLength(
      2,
    );

    mend();
    await clock.advance(20_000);
    expect(await query(btc)).toEqual({ data });
  });
});
