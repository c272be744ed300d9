import { expect, test } from 'vitest';
import { createWire } from '../../support/wire.ts';

const balance = '/api/v5/account/balance';

test('answers a route that does not exist with a numeric code and object data', async () => {
  const { send } = createWire();
  const { status, body } = await send('/api/v5/account/no-such-thing', {});
  expect(status).toBe(404);
  expect(body).toBe(
    '{"code":404,"data":{},"detailMsg":"","error_code":"404","error_message":"Not Found","msg":"Not Found"}',
  );
});

test('refuses every method but GET', async () => {
  const { exchange } = createWire();
  const answer = await exchange.handle({ method: 'POST', target: balance, headers: {} });
  expect(answer).toMatchObject({
    status: 405,
    body: '{"msg":"Invalid request method.","code":"50115"}',
  });
});

test('grants ten balance calls in any two seconds, and refuses the excess in the short form', async () => {
  const { ask, clock } = createWire();
  const codes = async (calls: number) => {
    const answers = await Promise.all(Array.from({ length: calls }, () => ask('spot', 'balance')));
    return answers.filter(({ code }) => code === '0').length;
  };
  expect(await codes(4)).toBe(4);
  await clock.advance(1_500);
  expect(await codes(9)).toBe(6);
  await clock.advance(499);
  const refused = await ask('spot', 'balance');
  expect(refused.status).toBe(429);
  expect(refused.body).toBe('{"msg":"Too Many Requests","code":"50011"}');
  await clock.advance(1);
  expect(await codes(9)).toBe(4);
});

test('tells how an account is set up to whoever signs for it, five times in any two seconds', async () => {
  const { ask, send } = createWire();
  expect((await ask('spot', 'config', { 'OK-ACCESS-SIGN': 'x' })).code).toBe('50113');
  expect((await send('/api/v5/account/config', {})).code).toBe('50103');
  for (const [id, level] of Object.entries({ spot: '1', futures: '2', portfolio: '4' })) {
    const { body } = await ask(id, 'config');
    expect(JSON.parse(body)).toMatchObject({ code: '0', data: [{ acctLv: level, ip: '' }] });
  }
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask('spot', 'config')));
  expect(answers.map(({ code }) => code)).toEqual(['0', '0', '0', '0', '50011']);
});

test('counts each account and each endpoint by itself', async () => {
  const { ask, exchange } = createWire();
  for (let call = 0; call < 10; call++) await ask('spot', 'balance');
  expect((await ask('spot', 'balance')).code).toBe('50011');
  expect((await ask('futures', 'balance')).code).toBe('0');
  expect((await ask('spot', 'max-withdrawal')).code).toBe('0');
  expect(exchange.calls).toHaveLength(13);
  expect(exchange.calls.slice(9)).toMatchObject([
    { accountId: 'spot', endpoint: 'balance', code: '0', at: 5_000 },
    { accountId: 'spot', endpoint: 'balance', code: '50011', at: 5_000 },
    { accountId: 'futures', endpoint: 'balance', code: '0' },
    { accountId: 'spot', endpoint: 'max-withdrawal', target: '/api/v5/account/max-withdrawal' },
  ]);
});

test('keeps no place in the window for a caller with a wrong signature', async () => {
  const { ask } = createWire();
  for (let call = 0; call < 12; call++) await ask('spot', 'balance', { 'OK-ACCESS-SIGN': 'x' });
  expect((await ask('spot', 'balance')).code).toBe('0');
});

const currencies = (count: number) => Array.from({ length: count }, (_, at) => `C${at}`).join(',');

test.each([
  ['balance', 20],
  ['max-withdrawal', 20],
])('%s takes %d currencies and not one more', async (path, cap) => {
  const { ask } = createWire();
  expect(await ask('spot', `${path}?ccy=${currencies(cap)}`)).toMatchObject({ code: '0' });
  const { status, body } = await ask('spot', `${path}?ccy=${currencies(cap + 1)}`);
  expect(status).toBe(200);
  expect(body).toBe(
    `{"code":"50025","data":[],"msg":"Parameter ccy count exceeds the limit ${cap}"}`,
  );
});

const pairs = 'BTC-USDT,ETH-USDT,SOL-USDT,XRP-USDT,OKB-USDT';

test.each(['max-avail-size?tdMode=cash', 'max-loan?mgnMode=cross'])(
  '%s takes five instruments and not one more',
  async (path) => {
    const { ask } = createWire();
    expect(await ask('multi-currency', `${path}&instId=${pairs}`)).toMatchObject({ code: '0' });
    expect(await ask('multi-currency', `${path}&instId=${pairs},ADA-USDT`)).toMatchObject({
      status: 200,
      code: '50025',
      msg: 'Parameter instId count exceeds the limit 5',
    });
  },
);

test.each([
  ['max-avail-size?tdMode=cash', 400, '50014', 'Parameter instId can not be empty.'],
  ['max-avail-size?instId=BTC-USDT', 400, '50014', 'Parameter tdMode can not be empty.'],
  ['max-avail-size?instId=BTC-USDT&tdMode=naked', 400, '51000', 'Parameter tdMode error'],
  ['max-avail-size?instId=&tdMode=cash', 400, '50014', 'Parameter instId can not be empty.'],
  ['max-loan?mgnMode=cross', 400, '50014', 'Parameter instId can not be empty.'],
  ['max-loan?instId=BTC-USDT', 400, '50014', 'Parameter mgnMode can not be empty.'],
  ['max-loan?ccy=BTC,ETH&mgnMode=cross', 400, '51000', 'Parameter ccy error'],
  ['max-loan?ccy=BTC&instId=BTC-USDT&mgnMode=cross', 400, '51000', 'Parameter ccy error'],
  ['max-loan?ccy=NONE&mgnMode=cross', 400, '51000', 'Parameter ccyNONE error'],
  [
    'max-loan?instId=BTC-USDT,BTC-USDT-SWAP&mgnMode=cross',
    400,
    '51000',
    'Parameter instIdBTC-USDT-SWAP error',
  ],
  [
    'max-loan?instId=BTC-USDT&mgnMode=cross&mgnCcy=NONE',
    400,
    '51000',
    'Parameter mgnCcyNONE error',
  ],
  [
    'max-avail-size?instId=BTC-USDT,btc-usdt&tdMode=cash',
    200,
    '51001',
    "Instrument ID, Instrument ID code, or Spread ID doesn't exist.",
  ],
])('refuses %s with HTTP %d and %s', async (path, status, code, msg) => {
  const { ask } = createWire();
  const answer = await ask('multi-currency', path);
  expect(answer.status).toBe(status);
  expect(answer.body).toBe(JSON.stringify({ code, data: [], msg }));
});

const wrongMode = "You can't complete this request under your current account mode.";

test.each([
  ['spot', 'max-loan?instId=BTC-USDT&mgnMode=cross', 200, '51010', wrongMode],
  [
    'spot',
    'max-loan?instId=BTC-USDT&mgnMode=isolated',
    400,
    '51000',
    'Parameter MARGIN_MODE error',
  ],
  ['spot', 'max-avail-size?instId=BTC-USDT&tdMode=cross', 200, '51010', wrongMode],
  ['spot', 'max-avail-size?instId=BTC-USDT&tdMode=isolated', 200, '51010', wrongMode],
  ['spot', 'max-avail-size?instId=BTC-USDT&tdMode=spot_isolated', 200, '51010', wrongMode],
  ['portfolio', 'max-avail-size?instId=BTC-USDT&tdMode=spot_isolated', 200, '51010', wrongMode],
  ['futures', 'max-avail-size?instId=BTC-USDT&tdMode=spot_isolated', 200, '0', ''],
])('as %s answers %s with HTTP %d and %s', async (id, path, status, code, msg) => {
  const { ask } = createWire();
  expect(await ask(id, path)).toMatchObject({ status, code, msg });
});
