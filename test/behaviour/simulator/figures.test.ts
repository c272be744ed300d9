import { expect, test } from 'vitest';
import { createWire } from '../../support/wire.ts';

const amount: unknown = expect.stringMatching(/^(0|[1-9]\d*)(\.\d{0,15}[1-9])?$/);

test('lends the base to sell and the quote to buy, and a currency in one row', async () => {
  const { ask } = createWire();
  const pair = await ask('multi-currency', 'max-loan?instId=BTC-USDT&mgnMode=cross');
  const row = { mgnMode: 'cross', mgnCcy: '', maxLoan: amount };
  expect(pair.data).toEqual([
    { ...row, instId: 'BTC-USDT', ccy: 'BTC', side: 'sell' },
    { ...row, instId: 'BTC-USDT', ccy: 'USDT', side: 'buy' },
  ]);
  const usdt = await ask('multi-currency', 'max-loan?ccy=USDT&mgnMode=cross');
  expect(usdt.data).toEqual([{ ...row, instId: '', ccy: 'USDT', side: '' }]);
});

test('tells no withdrawal with a loan for what cannot be borrowed', async () => {
  const { ask } = createWire();
  const { data } = await ask('portfolio', 'max-withdrawal?ccy=PEPE,BTC');
  expect(data).toMatchObject([
    { ccy: 'PEPE', maxWd: amount, maxWdEx: '', spotOffsetMaxWd: amount },
    { ccy: 'BTC', maxWd: amount, maxWdEx: amount, spotOffsetMaxWdEx: amount },
  ]);
});

test('moves prices as a pure function of seed and second', async () => {
  const at = async (seed: number, wait: number, moving = true) => {
    const { ask, clock } = createWire({ seed, moving });
    await clock.advance(wait);
    return (await ask('portfolio', 'balance')).body;
  };
  const first = await at(1, 3_000);
  expect(await at(1, 3_999)).toBe(first);
  expect(await at(1, 4_000)).not.toBe(first);
  expect(await at(2, 3_000)).not.toBe(first);
  expect(await at(1, 60_000, false)).toBe(await at(2, 0, false));
});
