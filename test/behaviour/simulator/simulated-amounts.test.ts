import { expect, test } from 'vitest';
import type { SimulatedExchangeOptions } from '../../../src/simulator/exchange.ts';
import { createWire, type WireRow } from '../../support/wire.ts';

const modes = ['multi-currency', 'spot', 'futures', 'portfolio'];
const plainDecimal = /^-?(0|[1-9]\d*)(\.\d{0,15}[1-9])?$/;

/** Whole units of the sixteenth decimal, to add amounts up exactly. */
function units(amount: unknown): bigint {
  const [, minus, whole = '', decimals = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(String(amount)) ?? [];
  const size = BigInt(whole + decimals.padEnd(16, '0'));
  return minus === '-' ? -size : size;
}

const total = (rows: readonly WireRow[], field: string): bigint =>
  rows.reduce((sum, row) => sum + units(row[field]), 0n);

async function balanceOf(
  id: string,
  query = '',
  options?: Partial<SimulatedExchangeOptions>,
): Promise<{ account: WireRow; details: readonly WireRow[] }> {
  const { data } = await createWire(options).ask(id, `balance${query}`);
  expect(data).toHaveLength(1);
  const account = data[0] ?? {};
  const { details } = account;
  return { account, details: Array.isArray(details) ? details : [] };
}

const named = (rows: readonly WireRow[], ccy: string): WireRow =>
  rows.find((row) => row['ccy'] === ccy) ?? {};

const sums: readonly (readonly [id: string, total: string, of: string])[] = [
  ...modes.map((id) => [id, 'totalEq', 'eqUsd'] as const),
  ['multi-currency', 'adjEq', 'disEq'],
  ['spot', 'adjEq', 'disEq'],
  ['portfolio', 'adjEq', 'disEq'],
  ['portfolio', 'borrowFroz', 'borrowFroz'],
];

test.each(sums)('%s: %s is the sum of %s to the last digit', async (id, whole, part) => {
  const { account, details } = await balanceOf(id);
  expect(units(account[whole])).toBe(total(details, part));
});

test.each(modes)('%s: no amount has an exponent, trailing zeros or a 17th decimal', async (id) => {
  const words = /^(ccy|instId|mgnMode|mgnCcy|side|autoLendStatus|autoStakingStatus)$/;
  const { ask } = createWire({ moving: true, seed: 9 });
  const { account, details } = await balanceOf(id, '', { moving: true, seed: 9 });
  const { data: withdrawals } = await ask(id, 'max-withdrawal');
  const { data: sizes } = await ask(id, 'max-avail-size?instId=BTC-USDT,PEPE-USDT&tdMode=cash');
  const { data: loans } = await ask(id, 'max-loan?instId=ETH-BTC&mgnMode=cross&mgnCcy=BTC');
  const texts = [account, ...details, ...withdrawals, ...sizes, ...loans]
    .flatMap((row) => Object.entries(row))
    .flatMap(([field, value]) => (words.test(field) || typeof value !== 'string' ? [] : value))
    .filter((text) => text !== '');
  expect(texts.length).toBeGreaterThan(200);
  expect(texts.filter((text) => !plainDecimal.test(text))).toEqual([]);
});

test('holds dust, 24 digits, debts with the artefact of a double, and more frozen than there is', async () => {
  const { details } = await balanceOf('multi-currency');
  const cashOf = (ccy: string) => named(details, ccy)['cashBal'];
  expect(cashOf('TRX')).toBe('0.0000000000000001');
  expect(cashOf('PEPE')).toBe('10679688.0460531643092577');
  expect(cashOf('XRP')).toBe('-81.03761999999875');
  expect(named(details, 'XRP')).toMatchObject({ liab: '81.03761999999875', twap: '1' });
  const usdc = named(details, 'USDC');
  expect(units(usdc['frozenBal'])).toBeGreaterThan(units(usdc['cashBal']));
});

test('lists what is held now; a currency once held comes by name, one never held does not', async () => {
  const { details } = await balanceOf('multi-currency');
  expect(details.length).toBeGreaterThan(45);
  expect(named(details, 'FLOKI')).toEqual({});
  const asked = await balanceOf('multi-currency', '?ccy=FLOKI,PYTH,BTC,btc,NONE,BTC');
  expect(asked.details.map(({ ccy, eq }) => [ccy, eq])).toEqual([
    ['FLOKI', '0'],
    ['BTC', named(details, 'BTC')['eq']],
  ]);
  expect((await balanceOf('multi-currency', '?ccy=')).details).toHaveLength(details.length);
  const { ask } = createWire();
  const whole = await ask('multi-currency', 'max-withdrawal');
  expect(whole.data.map(({ ccy }) => ccy)).toEqual(details.map(({ ccy }) => ccy));
  const some = await ask('multi-currency', 'max-withdrawal?ccy=FLOKI,PYTH,NONE');
  expect(some.data).toMatchObject([{ ccy: 'FLOKI', maxWd: '0' }]);
});

test('answers for an account without anything in one row of empty fields', async () => {
  const holdings = [{ ccy: 'BTC', cash: '0' }];
  const { account } = await balanceOf('empty', '', {
    accounts: [{ id: 'empty', mode: 3, apiKey: 'a', secretKey: 's', passphrase: 'p', holdings }],
  });
  const { uTime, totalEq, details, ...rest } = account;
  expect({ totalEq, details }).toEqual({ totalEq: '0', details: [] });
  expect(uTime).toMatch(/^\d{13}$/);
  expect(new Set(Object.values(rest))).toEqual(new Set(['']));
});

const emptyFields = (row: WireRow): string[] =>
  Object.keys(row)
    .filter((field) => row[field] === '')
    .toSorted();

test('leaves empty what a mode does not have', async () => {
  const spot = await balanceOf('spot');
  expect(emptyFields(spot.account)).toEqual([
    'availEq',
    'isoEq',
    'mgnRatio',
    'notionalUsdForFutures',
    'notionalUsdForSwap',
    'upl',
  ]);
  expect(emptyFields(named(spot.details, 'USDT'))).toEqual(
    expect.arrayContaining('availEq imr mmr isoUpl upl uplLiab rewardBal notionalLever'.split(' ')),
  );
  const futures = await balanceOf('futures');
  const filled = Object.keys(futures.account).filter((field) => futures.account[field] !== '');
  expect(filled.toSorted()).toEqual(['details', 'isoEq', 'totalEq', 'uTime']);
  expect(emptyFields(named(futures.details, 'USDT'))).toEqual(
    expect.arrayContaining(
      'mgnRatio maxLoan liab crossLiab interest uplLiab borrowFroz'.split(' '),
    ),
  );
  const multi = await balanceOf('multi-currency');
  expect(emptyFields(multi.account)).toEqual([]);
  expect(emptyFields(named(multi.details, 'BTC'))).toEqual(
    expect.arrayContaining('imr mmr mgnRatio notionalLever spotInUseAmt spotIsoBal'.split(' ')),
  );
});

test.each(modes)('%s: flags are real booleans wherever they are sent', async (id) => {
  const { details } = await balanceOf(id);
  const flags = details.flatMap((row) => [row['collateralEnabled'], row['collateralRestrict']]);
  const sent = flags.filter((value) => value !== undefined);
  expect(sent).toHaveLength(id === 'spot' ? 0 : details.length * 2);
  expect(sent.every((value) => typeof value === 'boolean')).toBe(true);
});

test('the older form lacks the newest fields, and has those that no page lists', async () => {
  const newer = /^(colRes|frpType|autoLend(Status|MtAmt)|collateral|delta)/;
  const { account, details } = await balanceOf('spot');
  const fields = [account, ...details].flatMap((row) => Object.keys(row));
  expect(fields.filter((field) => newer.test(field))).toEqual([]);
  expect(fields).toContain('autoLendAmt');
  expect(fields).toContain('autoStakingStatus');
});

test('has spot sizes in quote and base, and margin of contracts in what they settle in', async () => {
  const { ask } = createWire();
  const { details } = await balanceOf('futures');
  const of = async (path: string) => (await ask('futures', `max-avail-size?instId=${path}`)).data;
  expect(await of('BTC-USDT,AAVE-BTC,AAVE-USDT&tdMode=cash')).toEqual([]);
  expect(await of('BTC-USDT,AAVE-USDT&tdMode=cash')).toEqual([
    {
      instId: 'BTC-USDT',
      availBuy: named(details, 'USDT')['availBal'],
      availSell: named(details, 'BTC')['availBal'],
    },
    { instId: 'AAVE-USDT', availBuy: named(details, 'USDT')['availBal'], availSell: '0' },
  ]);
  const margin = named(details, 'BTC')['availEq'];
  expect(await of('BTC-USD-SWAP,BTC-USD-261225&tdMode=cross')).toEqual([
    { instId: 'BTC-USD-SWAP', availBuy: margin, availSell: margin },
    { instId: 'BTC-USD-261225', availBuy: margin, availSell: margin },
  ]);
});
