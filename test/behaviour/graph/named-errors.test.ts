import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

/** A gateway before an exchange that answers everything with this. */
const answering = (data: unknown) =>
  createHarness({ fetch: async () => Response.json({ code: '0', msg: '', data }) });

describe('an error tells whose data it is of', () => {
  const malformed = { code: 'UPSTREAM_MALFORMED', accountId: 'spot' };

  test('and which field of which currency could not be read', async () => {
    const details = [
      { ccy: 'BTC', eq: '2' },
      { ccy: 'ETH', eq: 1.5 },
    ];
    const { query } = answering([{ totalEq: 'x', details }]);
    const { data, errors } = await query('{ account(id: "spot") { totalEq details { eq } } }');
    expect(data).toEqual({ account: { totalEq: null, details: [{ eq: '2' }, { eq: null }] } });
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { ...malformed, endpoint: 'balance', field: 'Account.totalEq' },
      { ...malformed, endpoint: 'balance', keys: ['ETH'], field: 'CurrencyDetail.eq' },
    ]);
  });

  test('and which instrument, where a row holds a currency, too', async () => {
    const row = { instId: 'BTC-USDT', ccy: 'USDT', side: 'buy', maxLoan: '-' };
    const { query } = answering([row]);
    const { errors } = await query(
      '{ account(id: "spot") { maxLoan(instId: ["BTC-USDT"], mgnMode: CROSS) { maxLoan } } }',
    );
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { ...malformed, endpoint: 'max-loan', keys: ['BTC-USDT'], field: 'MaxLoan.maxLoan' },
    ]);
  });

  test('where a row does not say what it is of', async () => {
    const { query } = answering([{ details: [{ eq: '1' }] }]);
    const { data, errors } = await query('{ account(id: "spot") { details { id eq } } }');
    expect(data).toEqual({ account: { details: [null] } });
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { ...malformed, endpoint: 'balance', field: 'CurrencyDetail.ccy' },
    ]);
  });

  test('where a key of a list cannot be one', async () => {
    const { query } = createHarness();
    const { errors } = await query('{ account(id: "spot") { details(ccy: ["B T C"]) { eq } } }');
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'BAD_USER_INPUT', accountId: 'spot', keys: ['B T C'] },
    ]);
  });

  test('where the call as a whole fails', async () => {
    const { query, exchange } = createHarness();
    exchange.inject({ kind: 'foreign-address', accountId: 'spot' });
    const { errors } = await query('{ accounts { id totalEq } }');
    expect(errors).toMatchObject([
      {
        path: ['accounts', 1, 'totalEq'],
        extensions: { code: 'UPSTREAM_AUTH', accountId: 'spot' },
      },
    ]);
  });
});

describe('what the exchange has no row of is null without an error, and', () => {
  test('is named beside the answer, account by account', async () => {
    const { query } = createHarness();
    const { data, errors, extensions } = await query(`{
      account { details(ccy: ["BTC", "NOPE", "nope"]) { ccy } maxWithdrawal(ccy: ["NOPE"]) { ccy } }
      spot: account(id: "spot") { details(ccy: ["NEVER", "NOPE"]) { ccy } }
    }`);
    expect(data).toEqual({
      account: { details: [{ ccy: 'BTC' }, null, null], maxWithdrawal: [null] },
      spot: { details: [null, null] },
    });
    expect(errors).toBeUndefined();
    const ofDefault = { accountId: 'multi-currency', keys: ['NOPE'] };
    expect(extensions).toEqual({
      noRows: [
        { ...ofDefault, endpoint: 'balance' },
        { ...ofDefault, endpoint: 'max-withdrawal' },
        { accountId: 'spot', endpoint: 'balance', keys: ['NEVER', 'NOPE'] },
      ],
    });
  });

  test('is named beside the calls that are explained', async () => {
    const { query } = createHarness();
    const { extensions } = await query('{ account { details(ccy: ["NOPE"]) { ccy } } }', {
      headers: { 'x-explain': 'calls' },
    });
    expect(extensions).toMatchObject({
      calls: [{ keys: ['NOPE'], outcome: 'ANSWERED' }],
      noRows: [{ keys: ['NOPE'] }],
    });
  });

  test('is not named where there is none of it, or an error tells why', async () => {
    const { query } = createHarness();
    const { extensions } = await query(`{ account {
      details(ccy: ["BTC"]) { ccy } all: details { ccy }
      maxAvail(instId: ["NO-SUCH", "BTC-USDT"], tdMode: CASH) { instId }
    } }`);
    expect(extensions).toBeUndefined();
  });
});
