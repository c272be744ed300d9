import { diff } from '@graphql-inspector/core';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  printSchema,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/graph/schema.ts';
import { currencies } from '../../src/simulator/currencies.ts';
import { instruments } from '../../src/simulator/instruments.ts';
import type { AskRouter } from '../support/ask-router.ts';
import {
  compositions,
  type Federation,
  type Order,
  routers,
  startFederation,
} from '../support/federation.ts';
import {
  limitsByTheExchange,
  limitsQuery,
  ordersOfFourAccounts,
} from '../support/four-accounts.ts';
import { createOracle } from '../support/oracle.ts';

const accountId = 'multi-currency';
const ccys = Object.keys(currencies).slice(0, 20);
const instIds = [...instruments.values()]
  .filter(({ kind }) => kind === 'pair')
  .map(({ instId }) => instId)
  .slice(0, 20);
const twenty: readonly Order[] = instIds.map((instrument, index) => ({
  id: String(index),
  account: accountId,
  instrument,
  currency: ccys[index] ?? '',
}));

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation();
});
afterAll(() => federation.stop());

const combinations = routers.flatMap((router) =>
  compositions.map((composition) => [router, composition] as const),
);

describe.each(combinations)('%s with a supergraph by %s', (router, composition) => {
  /** `hive.js` sends entities of several types in one request. */
  const requestsFor = (types: number) => (router === 'hive.js' ? 1 : types);

  let ask: AskRouter;
  beforeAll(async () => {
    ask = await federation.startRouter(router, composition);
  });

  test('joins 20 orders with limits and their account in one round and 5 calls, each right', async () => {
    const exchange = federation.renew();
    federation.place(twenty);
    // One that waits for the answer to the first before it sends the second gets none.
    federation.holdUntil(requestsFor(2));
    const answer = await ask(`{ orders {
      id
      instrument { instId maxAvail(tdMode: CASH) { availBuy availSell } }
      account { id totalEq }
    } }`);
    const oracle = createOracle();
    const page = { ccys: [], instIds, avail: 'tdMode=cash', loan: 'mgnMode=cross' };
    const { maxAvails } = await oracle.read(accountId, page);
    const [whole] = await oracle.rows(accountId, '/api/v5/account/balance');
    expect(answer).toEqual({
      data: {
        orders: twenty.map(({ id, instrument: instId }) => ({
          id,
          instrument: {
            instId,
            maxAvail: {
              availBuy: maxAvails.get(instId)?.['availBuy'],
              availSell: maxAvails.get(instId)?.['availSell'],
            },
          },
          account: { id: accountId, totalEq: whole?.['totalEq'] },
        })),
      },
    });
    expect(exchange.calls.map(({ endpoint }) => endpoint).toSorted()).toEqual([
      'balance',
      ...Array.from({ length: 4 }, () => 'max-avail-size'),
    ]);
    expect(federation.requests).toHaveLength(requestsFor(2));
  });

  test('joins 20 currencies in one call of each endpoint, each right', async () => {
    const exchange = federation.renew();
    federation.place(twenty);
    const answer = await ask(
      '{ orders { currency { ccy detail { eq } maxWithdrawal { maxWd } } } }',
    );
    const page = { ccys, instIds: [], avail: '', loan: '' };
    const { details, maxWithdrawals } = await createOracle().read(accountId, page);
    const orders = ccys.map((ccy) => {
      const [detail, withdrawal] = [details.get(ccy), maxWithdrawals.get(ccy)];
      return {
        currency: {
          ccy,
          detail: detail ? { eq: detail['eq'] } : null,
          maxWithdrawal: withdrawal ? { maxWd: withdrawal['maxWd'] } : null,
        },
      };
    });
    expect(answer).toEqual({ data: { orders } });
    expect(exchange.calls.map(({ endpoint }) => endpoint).toSorted()).toEqual([
      'balance',
      'max-withdrawal',
    ]);
    expect(federation.requests).toHaveLength(1);
  });

  test('joins 48 orders of 4 accounts in 12 calls, each with the limits of its own account', async () => {
    const exchange = federation.renew();
    federation.place(ordersOfFourAccounts);
    expect(await ask(limitsQuery)).toEqual(await limitsByTheExchange());
    expect(exchange.calls).toHaveLength(12);
    expect(federation.requests).toHaveLength(1);
  });

  test('gives an account of the gateway the orders of the other service', async () => {
    const exchange = federation.renew();
    federation.place(twenty);
    const answer = await ask(
      '{ accounts { id orders { instrument { maxAvail(tdMode: CASH) { instId } } } } }',
    );
    const orders = instIds.map((instId) => ({ instrument: { maxAvail: { instId } } }));
    const others = ['spot', 'futures', 'portfolio'].map((id) => ({ id, orders: [] }));
    expect(answer).toEqual({ data: { accounts: [{ id: accountId, orders }, ...others] } });
    expect(exchange.calls).toHaveLength(4);
    expect(federation.requests).toHaveLength(2);
  });

  test('lets one bad entity cost only itself, and tells why', async () => {
    federation.renew();
    const order = { id: '', account: 'spot', instrument: 'BTC-USDT', currency: 'BTC' };
    federation.place([
      order,
      { ...order, instrument: 'NO-SUCH' },
      { ...order, instrument: 'no instrument' },
      { ...order, currency: 'B T C' },
      { ...order, account: 'nobody' },
      order,
    ]);
    const { data, errors = [] } = await ask(`{ orders {
      instrument { maxAvail(tdMode: CASH) { instId } }
      currency { detail { ccy } }
      account { details(ccy: ["BTC"]) { ccy } }
    } }`);
    const sound = {
      instrument: { maxAvail: { instId: 'BTC-USDT' } },
      currency: { detail: { ccy: 'BTC' } },
      account: { details: [{ ccy: 'BTC' }] },
    };
    expect(data?.['orders']).toEqual([
      sound,
      { ...sound, instrument: { maxAvail: null } },
      { ...sound, instrument: { maxAvail: null } },
      { ...sound, currency: { detail: null } },
      { instrument: { maxAvail: null }, currency: { detail: null }, account: { details: null } },
      sound,
    ]);
    const told = errors.map(({ extensions }) =>
      ['code', 'accountId', 'keys', 'exchangeCode'].map((name) => extensions[name]),
    );
    const named = [
      ['KEY_REJECTED', 'spot', ['NO-SUCH'], '51001'],
      ['BAD_USER_INPUT', 'spot', ['no instrument'], undefined],
      ['BAD_USER_INPUT', 'spot', ['B T C'], undefined],
      ['ACCOUNT_NOT_FOUND', 'nobody', ['nobody'], undefined],
      ['ACCOUNT_NOT_FOUND', 'nobody', ['BTC-USDT'], undefined],
      ['ACCOUNT_NOT_FOUND', 'nobody', ['BTC'], undefined],
    ];
    expect(told).toHaveLength(named.length);
    expect(told).toEqual(expect.arrayContaining(named));
  });

  test('forwards the headers of the guide, and nothing that was not asked for', async () => {
    federation.renew();
    federation.place(twenty);
    const headers = {
      authorization: 'Bearer of-a-client',
      'cache-control': 'max-age=7',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'x-request-id': 'request-1',
    };
    const query = '{ orders { account { rateBudgets { limit } } } }';
    await ask(query, { headers: { ...headers, 'x-other': 'kept' } });
    await ask(query);
    const [first, second] = federation.requests;
    expect(first).toMatchObject(headers);
    expect(Object.keys(first ?? {})).not.toContain('x-other');
    expect(Object.keys(headers).filter((name) => name in (second ?? {}))).toEqual([]);
    expect(federation.requests).toHaveLength(2);
  });

  test('gets younger answers for `cache-control: no-cache`', async () => {
    const exchange = federation.renew({ maxAgeMs: 60_000 });
    federation.place(twenty);
    const query = '{ orders { instrument { maxAvail(tdMode: CASH) { asOf } } } }';
    const counted: number[] = [];
    for (const headers of [{}, {}, { 'cache-control': 'no-cache' }]) {
      expect((await ask(query, { headers })).errors).toBeUndefined();
      counted.push(exchange.calls.length);
    }
    expect(counted).toEqual([4, 4, 8]);
  });

  test('passes arguments on and values back as they are', async () => {
    const exchange = federation.renew();
    federation.place([{ id: '1', account: accountId, instrument: 'BTC-USDT', currency: 'BTC' }]);
    const { data, errors } = await ask(
      `query ($px: Decimal, $mode: TradeMode!) { orders {
        instrument {
          one: maxAvail(tdMode: $mode, reduceOnly: true, px: $px) { asOf }
          other: maxAvail(tdMode: ISOLATED, reduceOnly: true, px: "0.1000000000000000000001") { asOf }
          maxLoan(mgnMode: CROSS) { side mgnMode maxLoan }
        }
        currency { detail { colRes twap } }
        account { uTime }
      } }`,
      { variables: { px: '12345678901234567890.00000000010', mode: 'CROSS' } },
    );
    expect(errors).toBeUndefined();
    const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const loan = { mgnMode: 'CROSS', maxLoan: expect.stringMatching(/^\d+(\.\d+)?$/) };
    expect(data).toEqual({
      orders: [
        {
          instrument: {
            one: { asOf: instant },
            other: { asOf: instant },
            maxLoan: [
              { side: 'SELL', ...loan },
              { side: 'BUY', ...loan },
            ],
          },
          currency: { detail: { colRes: expect.stringMatching(/^[A-Z_]+$/), twap: 0 } },
          account: { uTime: instant },
        },
      ],
    });
    const parameters = exchange.calls.map(
      ({ target }) => new URLSearchParams(target.split('?')[1]),
    );
    const sent = parameters
      .filter((one) => one.has('px'))
      .map((one) => [one.get('tdMode'), one.get('px')] as const);
    expect(Object.fromEntries(sent)).toEqual({
      cross: '12345678901234567890.0000000001',
      isolated: '0.1000000000000000000001',
    });
  });

  test('says of too many entities that they are too many', async () => {
    const exchange = federation.renew();
    federation.place(
      Array.from({ length: 2_300 }, (_, index) => ({
        id: '',
        account: accountId,
        instrument: `X${index}-USDT`,
        currency: `X${index}`,
      })),
    );
    const { errors = [] } = await ask(`{ orders { currency {
      a: detail { ccy eq upl }
      b: maxWithdrawal { ccy maxWd maxWdEx asOf }
    } } }`);
    const codes = new Set(errors.map(({ extensions }) => extensions['code']));
    expect(codes).toEqual(new Set(['QUERY_TOO_EXPENSIVE']));
    expect(exchange.calls).toEqual([]);
  });

  test('has the whole schema of the gateway for its clients', async () => {
    const { data } = await ask(getIntrospectionQuery());
    const introspection: IntrospectionQuery = JSON.parse(JSON.stringify(data));
    const whole = buildClientSchema(introspection);
    const changes = await diff(buildSchema(printSchema(schema)), buildSchema(printSchema(whole)));
    const changed = changes
      .map(({ path }) => path?.replace(/^Order\..*/, 'Order'))
      // Some routers tell their clients of the directives, too, by which they are told of costs.
      .filter((path) => path !== '@cost' && path !== '@listSize');
    expect(new Set(changed)).toEqual(new Set(['Query.orders', 'Account.orders', 'Order']));
  });
});
