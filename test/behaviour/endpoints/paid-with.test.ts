import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

/** Of which mode the account is, what is asked for, and in which currencies the amounts are. */
const told: readonly (readonly [string, string, string, string | null, string | null])[] = [
  // What the page of the exchange says.
  ['spot', 'BTC-USDT', 'tdMode: CASH', 'USDT', 'BTC'],
  ['futures', 'ETH-BTC', 'tdMode: ISOLATED', 'BTC', 'ETH'],
  ['futures', 'BTC-USDT', 'tdMode: CROSS, ccy: "BTC"', 'BTC', 'BTC'],
  ['futures', 'BTC-USDT', 'tdMode: CROSS, ccy: "usdt"', 'USDT', 'USDT'],
  // What is inferred.
  ['multi-currency', 'ETH-USDC', 'tdMode: CROSS', 'USDC', 'ETH'],
  ['spot', 'BTC-USD', 'tdMode: CASH, tradeQuoteCcy: "USDC"', 'USDC', 'BTC'],
  ['futures', 'SOL-USDT', 'tdMode: SPOT_ISOLATED', 'USDT', 'SOL'],
  ['multi-currency', 'BTC-USDT-SWAP', 'tdMode: CROSS', 'USDT', 'USDT'],
  ['multi-currency', 'ETH-USDC-SWAP', 'tdMode: ISOLATED', 'USDC', 'USDC'],
  ['multi-currency', 'BTC-USD-SWAP', 'tdMode: CROSS', 'BTC', 'BTC'],
  ['futures', 'ETH-USD-261225', 'tdMode: CROSS', 'ETH', 'ETH'],
  ['portfolio', 'BTC-USD-261225-90000-C', 'tdMode: ISOLATED', 'BTC', 'BTC'],
];

describe('the currencies of what an order could use', () => {
  test.each(told)('of a %s account, %s with %s', async (id, instId, args, buyCcy, sellCcy) => {
    const { query } = createHarness();
    const asked = `maxAvail(instId: ["${instId}"], ${args}) { availBuy availSell buyCcy sellCcy }`;
    const { data, errors } = await query(`{ account(id: "${id}") { ${asked} } }`);
    expect(errors).toBeUndefined();
    expect(data?.['account']).toMatchObject({ maxAvail: [{ buyCcy, sellCcy }] });
  });

  test('are those that the embedded exchange takes its amounts from', async () => {
    const { query } = createHarness();
    const pairs = ['BTC-USDT', 'ETH-BTC', 'SOL-ETH', 'BTC-USD'];
    const { data } = await query(
      `{ account(id: "futures") {
        maxAvail(instId: ${JSON.stringify(pairs)}, tdMode: CASH) { availBuy availSell buyCcy sellCcy }
        details { ccy availBal }
      } }`,
    );
    const account = data?.['account'] as {
      readonly maxAvail: readonly Readonly<Record<string, string>>[];
      readonly details: readonly { readonly ccy: string; readonly availBal: string }[];
    };
    const free = new Map(account.details.map(({ ccy, availBal }) => [ccy, availBal]));
    for (const { buyCcy = '', sellCcy = '', availBuy, availSell } of account.maxAvail) {
      expect([availBuy, availSell]).toEqual([free.get(buyCcy) ?? '0', free.get(sellCcy) ?? '0']);
    }
  });

  test('are null where the exchange does not say', async () => {
    const rows = [{ instId: 'BTC-USD_UM-SWAP', availBuy: '1', availSell: '1' }];
    const fetch = async () => Response.json({ code: '0', msg: '', data: rows });
    const { query } = createHarness({ fetch });
    const asked = (tdMode: string, instId: string) =>
      `{ account { maxAvail(instId: ["${instId}"], tdMode: ${tdMode}) { availBuy buyCcy sellCcy } } }`;
    const unknown = { availBuy: '1', buyCcy: null, sellCcy: null };
    expect(await query(asked('CROSS', 'BTC-USD_UM-SWAP'))).toEqual({
      data: { account: { maxAvail: [unknown] } },
    });
    rows.push({ instId: 'BTC-USD-261225-90000-C', availBuy: '1', availSell: '1' });
    expect(await query(asked('CASH', 'BTC-USD-261225-90000-C'))).toEqual({
      data: { account: { maxAvail: [unknown] } },
    });
  });
});
