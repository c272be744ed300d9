import { describe, expect, test } from 'vitest';
import { currencies } from '../../../src/simulator/currencies.ts';
import { instruments } from '../../../src/simulator/instruments.ts';
import { createHarness } from '../../support/harness.ts';
import { createOracle } from '../../support/oracle.ts';

const ccys = Object.keys(currencies);
const pairs = [...instruments.values()]
  .filter(({ kind }) => kind === 'pair')
  .map(({ instId }) => instId);

describe('the fewest calls', () => {
  test('answers a page of 45 currencies and 12 instruments in 12 calls, each value right', async () => {
    const { query, counts } = createHarness();
    const named = ccys.slice(0, 45);
    const traded = pairs.slice(0, 12);

    const { data, errors } = await query(
      `query ($ccy: [ID!], $instId: [ID!]!) { account {
        details(ccy: $ccy) { ccy eq maxWithdrawal { ccy maxWd } }
        maxAvail(instId: $instId, tdMode: CASH) { instId availBuy availSell }
        maxLoan(instId: $instId, mgnMode: CROSS) { instId side maxLoan }
      } }`,
      { variables: { ccy: named, instId: traded } },
    );

    expect(errors).toBeUndefined();
    expect(counts()).toEqual({
      balance: 3,
      'max-withdrawal': 3,
      'max-avail-size': 3,
      'max-loan': 3,
    });
    const { details, maxWithdrawals, maxAvails, maxLoans } = await createOracle().read(
      'multi-currency',
      {
        ccys: named,
        instIds: traded,
        avail: 'tdMode=cash',
        loan: 'mgnMode=cross',
      },
    );
    expect(data).toEqual({
      account: {
        details: named.map((ccy) => {
          const detail = details.get(ccy);
          return detail
            ? {
                ccy,
                eq: detail['eq'],
                maxWithdrawal: { ccy, maxWd: maxWithdrawals.get(ccy)?.['maxWd'] },
              }
            : null;
        }),
        maxAvail: traded.map((instId) => maxAvails.get(instId)),
        maxLoan: traded.flatMap((instId) =>
          (maxLoans.get(instId) ?? []).map(({ side, maxLoan }) => ({
            instId,
            side: side?.toUpperCase(),
            maxLoan,
          })),
        ),
      },
    });
  });

  test('makes no call for an id', async () => {
    const { query, counts } = createHarness();
    expect(await query('{ account { id } accounts { id rateBudgets { inUse } } }')).toMatchObject({
      data: { account: { id: 'multi-currency' } },
    });
    expect(counts()).toEqual({});
  });

  test('makes one call for all that a whole balance answers', async () => {
    const { query, counts } = createHarness();
    const { data, errors } = await query(
      '{ account { totalEq adjEq uTime details { ccy } btc: details(ccy: ["BTC", "ETH"]) { ccy } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ account: { btc: [{ ccy: 'BTC' }, { ccy: 'ETH' }] } });
    expect(counts()).toEqual({ balance: 1 });
  });

  test('asks by name only for what a whole balance lacks', async () => {
    const { query, exchange } = createHarness();
    const { data } = await query(
      '{ account { details(ccy: ["MANA", "BTC", "NEVER"]) { ccy eq } totalEq } }',
    );
    expect(data).toMatchObject({
      account: { details: [{ ccy: 'MANA', eq: '0' }, { ccy: 'BTC' }, null] },
    });
    expect(exchange.calls.map(({ target }) => target)).toEqual([
      '/api/v5/account/balance',
      '/api/v5/account/balance?ccy=MANA,NEVER',
    ]);
  });

  test('sends the six calls of a lone query for 120 currencies at once', async () => {
    const { query, exchange } = createHarness();
    const many = Array.from({ length: 120 }, (_, index) => ccys[index] ?? `X${index}`);
    await query('query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy } } }', {
      variables: { ccy: many },
    });
    expect(exchange.calls).toHaveLength(6);
    expect(new Set(exchange.calls.map(({ at }) => at)).size).toBe(1);
  });

  test('asks once for the same key however it is written', async () => {
    const { query, exchange } = createHarness();
    const { data } = await query('{ account { details(ccy: ["btc", "BTC", " Btc "]) { ccy } } }');
    expect(data).toEqual({
      account: { details: [{ ccy: 'BTC' }, { ccy: 'BTC' }, { ccy: 'BTC' }] },
    });
    expect(exchange.calls.map(({ target }) => target)).toEqual(['/api/v5/account/balance?ccy=BTC']);
  });

  test('does not mix instruments asked under different arguments', async () => {
    const { query, exchange } = createHarness();
    await query(`{ account {
      a: maxAvail(instId: ["BTC-USDT"], tdMode: CASH) { instId }
      b: maxAvail(instId: ["ETH-USDT"], tdMode: CROSS, px: "1.50") { instId }
      c: maxAvail(instId: ["SOL-USDT"], tdMode: CROSS, px: "1.5") { instId }
    } }`);
    expect(exchange.calls.map(({ target }) => target).toSorted()).toEqual([
      '/api/v5/account/max-avail-size?instId=BTC-USDT&tdMode=cash',
      '/api/v5/account/max-avail-size?instId=ETH-USDT,SOL-USDT&tdMode=cross&px=1.5',
    ]);
  });

  test('reaches one account from another only by name', async () => {
    const { query, exchange } = createHarness();
    const { data } = await query(`{ account(id: "spot") { details(ccy: ["BTC"]) {
      maxWithdrawal { maxWd }
      currency { forAccount(accountId: "portfolio") { maxWithdrawal { maxWd } } }
    } } }`);
    const oracle = createOracle();
    const maxWd = async (accountId: string) =>
      (await oracle.rows(accountId, '/api/v5/account/max-withdrawal?ccy=BTC'))[0]?.['maxWd'];
    const [here, there] = [await maxWd('spot'), await maxWd('portfolio')];
    expect(here).not.toBe(there);
    expect(data).toEqual({
      account: {
        details: [
          {
            maxWithdrawal: { maxWd: here },
            currency: { forAccount: { maxWithdrawal: { maxWd: there } } },
          },
        ],
      },
    });
    expect(exchange.calls.filter(({ endpoint }) => endpoint === 'max-withdrawal')).toMatchObject([
      { accountId: 'spot' },
      { accountId: 'portfolio' },
    ]);
  });
});

describe('one key asked by many', () => {
  const btc = '{ account { details(ccy: ["BTC"]) { eq } } }';

  test('is asked once by clients of the same moment', async () => {
    const { ask, clock, counts } = createHarness();
    await clock.run(Promise.all(Array.from({ length: 50 }, () => ask(btc))));
    expect(counts()).toEqual({ balance: 1 });
  });

  test('is asked again only when the answer has become too old', async () => {
    const { query, clock, counts } = createHarness({ maxAgeMs: 200 });
    await query(btc);
    await clock.advance(199);
    await query(btc);
    expect(counts()).toEqual({ balance: 1 });
    await clock.advance(1);
    await query(btc);
    expect(counts()).toEqual({ balance: 2 });
  });

  test('counts the age from sending: a call under way is joined while it is young', async () => {
    const { ask, clock, counts } = createHarness({
      maxAgeMs: 200,
      exchange: { network: { back: [300, 300] } },
    });
    const first = ask(btc);
    await clock.advance(199);
    const second = ask(btc);
    await clock.advance(1);
    expect(counts()).toEqual({ balance: 1 });
    const third = ask(btc);
    await clock.run(Promise.all([first, second, third]));
    expect(counts()).toEqual({ balance: 2 });
  });

  test('is never answered from before the query when no age is allowed', async () => {
    const { ask, clock, counts } = createHarness({
      maxAgeMs: 0,
      exchange: { network: { back: [50, 50] } },
    });
    const first = ask(btc);
    await clock.advance(10);
    await clock.run(Promise.all([first, ask(btc), ask(btc)]));
    expect(counts()).toEqual({ balance: 2 });
  });

  test.each([
    ['no-cache', 2],
    ['max-age=0', 2],
    ['max-age=60', 1],
    ['', 1],
  ])('with `Cache-Control: %s` it takes %i calls to ask twice', async (cacheControl, calls) => {
    const { query, clock, counts } = createHarness({ maxAgeMs: 200 });
    await query(btc);
    await clock.advance(100);
    await query(btc, { headers: { 'cache-control': cacheControl } });
    expect(counts()).toEqual({ balance: calls });
  });

  test('tells when it was asked for', async () => {
    const { query, clock } = createHarness({ exchange: { network: { back: [50, 50] } } });
    const asked = new Date(clock.wallTime()).toISOString();
    const both = '{ account { asOf details(ccy: ["BTC"]) { asOf maxWithdrawal { asOf } } } }';
    const later = new Date(clock.wallTime() + 50).toISOString();
    expect(await query(both)).toEqual({
      data: {
        account: { asOf: asked, details: [{ asOf: asked, maxWithdrawal: { asOf: later } }] },
      },
    });
    await clock.advance(50);
    expect(await query('{ account { asOf } }')).toEqual({ data: { account: { asOf: asked } } });
  });

  test('is served from a whole balance that is on its way', async () => {
    const { ask, clock, counts } = createHarness({ exchange: { network: { back: [50, 50] } } });
    const whole = ask('{ account { totalEq } }');
    await clock.advance(10);
    await clock.run(Promise.all([whole, ask(btc)]));
    expect(counts()).toEqual({ balance: 1 });
  });
});
