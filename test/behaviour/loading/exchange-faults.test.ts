import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

const btc = '{ account { details(ccy: ["BTC"]) { ccy eq } } }';
const btcData = { account: { details: [{ ccy: 'BTC', eq: expect.stringMatching(/^\d+\.\d+$/) }] } };

describe('faults that pass', () => {
  test.each(['rate-limited', 'busy', 'unavailable', 'server-error', 'html', 'dropped'] as const)(
    'a call that meets "%s" twice is answered in the end',
    async (kind) => {
      const { query, exchange } = createHarness();
      exchange.inject({ kind, times: 2 });
      expect(await query(btc)).toEqual({ data: btcData });
      expect(exchange.calls).toHaveLength(3);
    },
  );

  test('a fault that stays is told after three attempts', async () => {
    const { query, exchange } = createHarness();
    exchange.inject({ kind: 'unavailable', endpoint: 'balance' });
    const { data, errors } = await query(
      '{ account { totalEq maxWithdrawal(ccy: ["BTC"]) { ccy } } }',
    );
    expect(data).toEqual({ account: { totalEq: null, maxWithdrawal: [{ ccy: 'BTC' }] } });
    expect(errors).toMatchObject([
      {
        path: ['account', 'totalEq'],
        extensions: { code: 'UPSTREAM_UNAVAILABLE', exchangeCode: '50001', endpoint: 'balance' },
      },
    ]);
    expect(exchange.calls.filter(({ endpoint }) => endpoint === 'balance')).toHaveLength(3);
  });

  test('an answer that does not come is a timeout after three attempts of 3 s', async () => {
    const { query, exchange, clock } = createHarness({ deadlineMs: 20_000 });
    exchange.inject({ kind: 'slow', delayMs: 60_000 });
    const start = clock.now();
    const { errors } = await query(btc);
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_TIMEOUT', keys: ['BTC'] } }]);
    expect(exchange.calls).toHaveLength(3);
    expect(clock.now() - start).toBeGreaterThanOrEqual(9_000);
  });

  test('calls counted as too many are sent again until the deadline, within the limit', async () => {
    const { query, exchange, clock } = createHarness({ deadlineMs: 5_000 });
    exchange.inject({ kind: 'rate-limited' });
    const start = clock.now();
    const { errors } = await query(btc);
    expect(clock.now() - start).toBe(5_000);
    expect(errors).toMatchObject([
      {
        extensions: {
          code: 'BUDGET_EXHAUSTED',
          exchangeCode: '50011',
          retryAfterMs: expect.any(Number),
        },
      },
    ]);
    expect(exchange.calls.length).toBeGreaterThan(3);
    expect(exchange.calls.length).toBeLessThanOrEqual(30);
  });

  test.each([-300_000, 300_000])(
    'a clock that is %i ms off costs one call and no error',
    async (offset) => {
      const { query, exchange } = createHarness();
      exchange.setClockOffset(offset);
      expect(await query(btc)).toEqual({ data: btcData });
      expect(exchange.calls.map(({ endpoint, code }) => [endpoint, code])).toEqual([
        ['balance', '50102'],
        ['time', '0'],
        ['balance', '0'],
      ]);
    },
  );

  test('a clock that cannot be measured is not measured more often than once a second', async () => {
    const { query, exchange, clock, counts } = createHarness();
    exchange.setClockOffset(3_600_000);
    exchange.inject({ kind: 'unavailable', endpoint: 'time' });
    for (let second = 0; second < 10; second += 1) {
      await query(`{ accounts { details(ccy: ["X${second}"]) { ccy } } }`);
      await clock.advance(200);
    }
    expect(counts()['time']).toBeLessThanOrEqual(4);
  });

  test('many calls refused for the clock measure it once', async () => {
    const { query, exchange, counts } = createHarness();
    exchange.setClockOffset(120_000);
    const { errors } = await query(
      '{ account { totalEq maxWithdrawal { ccy } maxAvail(instId: ["BTC-USDT"], tdMode: CASH) { instId } } }',
    );
    expect(errors).toBeUndefined();
    expect(counts()).toMatchObject({ time: 1 });
  });
});

describe('faults that do not pass', () => {
  test('a refusal of the credentials is told without key or address', async () => {
    const { query, exchange } = createHarness();
    exchange.inject({ kind: 'foreign-address' });
    const answer = await query(btc);
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'UPSTREAM_AUTH', exchangeCode: '50110' } },
    ]);
    const text = JSON.stringify(answer);
    for (const { apiKey, secretKey, passphrase } of exchange.accounts) {
      for (const secret of [apiKey, secretKey, passphrase]) expect(text).not.toContain(secret);
    }
    expect(text).not.toMatch(/\d+\.\d+\.\d+\.\d+/);
    expect(exchange.calls).toHaveLength(1);
  });

  test('a malformed value fails its own field only', async () => {
    const { query, exchange } = createHarness();
    exchange.inject({ kind: 'malformed' });
    const { data, errors } = await query(
      '{ account { maxAvail(instId: ["BTC-USDT"], tdMode: CASH) { instId availBuy availSell } } }',
    );
    expect(errors).toMatchObject([
      {
        path: ['account', 'maxAvail', 0, expect.any(String)],
        extensions: { code: 'UPSTREAM_MALFORMED' },
      },
    ]);
    const [row] = (data as { account: { maxAvail: Record<string, string | null>[] } }).account
      .maxAvail;
    expect(Object.values(row ?? {}).filter((value) => value === null)).toHaveLength(1);
  });

  test.each(['reordered-rows', 'extra-rows'] as const)(
    '"%s" do not shift values to other keys',
    async (kind) => {
      const page =
        '{ account { maxWithdrawal(ccy: ["BTC", "ETH", "USDT", "SOL"]) { ccy maxWd } } }';
      const { data: right } = await createHarness().query(page);
      const { query, exchange } = createHarness();
      exchange.inject({ kind });
      expect(await query(page)).toEqual({ data: right });
    },
  );

  test('a row that the exchange does not send is null, and the others are right', async () => {
    const page = '{ account { maxWithdrawal(ccy: ["BTC", "ETH", "USDT", "SOL"]) { ccy maxWd } } }';
    const { query, exchange } = createHarness();
    exchange.inject({ kind: 'missing-rows' });
    const { data, errors } = await query(page);
    expect(errors).toBeUndefined();
    const items = (data as { account: { maxWithdrawal: ({ ccy: string } | null)[] } }).account
      .maxWithdrawal;
    expect(items.filter((item) => item === null)).toHaveLength(1);
    for (const [index, item] of items.entries()) {
      expect([undefined, ['BTC', 'ETH', 'USDT', 'SOL'][index]]).toContain(item?.ccy);
    }
  });
});

describe('deadlines', () => {
  test('what cannot be had in time is refused at once, and the rest is answered', async () => {
    const { query, exchange, clock } = createHarness({ deadlineMs: 1_000 });
    const start = clock.now();
    // These take all 10 calls; the one of the next query would have to wait for 2 s.
    const { data, errors } = await query(
      'query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy } } }',
      {
        variables: { ccy: Array.from({ length: 200 }, (_, index) => `X${index}`) },
      },
    );
    expect(errors).toBeUndefined();
    const late = await query(btc);
    expect(clock.now() - start).toBe(0);
    expect(data).toBeDefined();
    expect(late.errors).toMatchObject([
      {
        path: ['account', 'details', 0],
        extensions: {
          code: 'BUDGET_EXHAUSTED',
          keys: ['BTC'],
          retryAfterMs: 2_000,
          endpoint: 'balance',
        },
      },
    ]);
    expect(exchange.calls).toHaveLength(10);
  });

  test('waits for its turn while the deadline allows it', async () => {
    const { query, clock, exchange } = createHarness();
    await query('query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy } } }', {
      variables: { ccy: Array.from({ length: 200 }, (_, index) => `X${index}`) },
    });
    const start = clock.now();
    expect(await query(btc)).toEqual({ data: btcData });
    expect(clock.now() - start).toBe(2_000);
    expect(exchange.calls).toHaveLength(11);
  });

  test('an answer that is still out at the deadline is an error, in time', async () => {
    const { query, exchange, clock } = createHarness({ deadlineMs: 1_000 });
    exchange.inject({ kind: 'slow', delayMs: 2_000, endpoint: 'balance' });
    const start = clock.now();
    const { data, errors } = await query(
      `{ account { id totalEq maxWithdrawal(ccy: ["BTC"]) { ccy } } }`,
    );
    expect(clock.now() - start).toBe(1_000);
    expect(data).toEqual({
      account: { id: 'multi-currency', totalEq: null, maxWithdrawal: [{ ccy: 'BTC' }] },
    });
    expect(errors).toMatchObject([
      {
        extensions: {
          code: 'DEADLINE_EXCEEDED',
          endpoint: 'balance',
          retryAfterMs: expect.any(Number),
        },
      },
    ]);
  });

  test('a client that leaves takes along only what nobody else waits for', async () => {
    const { ask, query, clock, exchange } = createHarness();
    // All balance calls are used up, so that what follows waits for a lease.
    await query('query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy } } }', {
      variables: { ccy: Array.from({ length: 200 }, (_, index) => `X${index}`) },
    });
    const leaving = new AbortController();
    const left = ask('{ account { details(ccy: ["BTC", "ETH"]) { ccy } } }', {
      signal: leaving.signal,
    });
    left.catch(() => {});
    const stays = ask(btc);
    await clock.advance(100);
    leaving.abort();
    expect(await clock.run(stays)).toEqual({ data: btcData });
    await clock.advance(5_000);
    expect(exchange.calls.slice(10).map(({ target }) => target)).toEqual([
      '/api/v5/account/balance?ccy=BTC',
    ]);
  });
});
