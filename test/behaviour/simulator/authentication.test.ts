import { expect, test } from 'vitest';
import { createWire, signedHeaders } from '../../support/wire.ts';
import signing from '../../fixtures/signing.json' with { type: 'json' };

const balance = '/api/v5/account/balance';
const time = '2026-01-15T12:00:00.000Z';

test.each(signing.vectors)('accepts $target as $client signs it', async ({ target, sign }) => {
  const { send } = createWire({
    wallTime: Date.parse(signing.timestamp),
    accounts: [
      { id: 'vector', mode: 3, apiKey: 'key', secretKey: signing.secret, passphrase: 'phrase' },
    ],
  });
  const headers = {
    'OK-ACCESS-KEY': 'key',
    'OK-ACCESS-TIMESTAMP': signing.timestamp,
    'OK-ACCESS-PASSPHRASE': 'phrase',
  };
  expect(await send(target, { ...headers, 'OK-ACCESS-SIGN': sign })).toMatchObject({
    status: 200,
    code: '0',
  });
});

test('takes a comma raw or encoded, but only as it was signed', async () => {
  const { ask, send, account } = createWire();
  expect((await ask('spot', 'balance?ccy=BTC,ETH')).code).toBe('0');
  expect((await ask('spot', 'balance?ccy=BTC%2CETH')).code).toBe('0');
  const headers = signedHeaders(account('spot'), `${balance}?ccy=BTC,ETH`, time);
  expect((await send(`${balance}?ccy=BTC%2CETH`, headers)).code).toBe('50113');
});

test('checks credentials in the order of the exchange, whatever else is wrong behind', async () => {
  const { send, account } = createWire();
  const spot = account('spot');
  const right = signedHeaders(spot, balance, time);
  const unknownKey = '5eed0000-0000-4000-8000-00000000ffff';
  // From right to wholly wrong: each step adds the fault that is checked before those already there.
  const steps: readonly (readonly [code: string, msg: string, headers: Record<string, string>])[] =
    [
      ['50113', 'Invalid Sign', { 'OK-ACCESS-SIGN': 'c2lnbg==' }],
      [
        '50105',
        'Request header OK-ACCESS-PASSPHRASE incorrect.',
        { 'OK-ACCESS-PASSPHRASE': 'Wrong' },
      ],
      ['50101', 'APIKey does not match current environment.', { 'x-simulated-trading': '1' }],
      ['50119', "API key doesn't exist", { 'OK-ACCESS-KEY': unknownKey }],
      ['50102', 'Timestamp request expired', { 'OK-ACCESS-TIMESTAMP': '2026-01-15T11:59:30.000Z' }],
      ['50112', 'Invalid OK-ACCESS-TIMESTAMP', { 'OK-ACCESS-TIMESTAMP': '1768478400' }],
      ['50103', 'Request header OK-ACCESS-KEY can not be empty.', { 'OK-ACCESS-KEY': '' }],
    ];
  let headers = right;
  expect((await send(balance, headers)).code).toBe('0');
  for (const [code, msg, worse] of steps) {
    headers = { ...headers, ...worse };
    const answer = await send(balance, headers);
    expect(answer.status).toBe(401);
    expect(answer.body).toBe(JSON.stringify({ msg, code }));
  }
});

test('tells a key of impossible form from one that does not exist', async () => {
  const { ask } = createWire();
  expect((await ask('spot', 'balance', { 'OK-ACCESS-KEY': 'nonsense' })).code).toBe('50111');
});

test.each([
  [29_999, '0'],
  [-29_999, '0'],
  [30_000, '50102'],
  [-30_000, '50102'],
])('judges a clock that is %d ms off as %s', async (offset, code) => {
  const { ask, exchange, send } = createWire();
  exchange.setClockOffset(offset);
  expect((await ask('spot', 'balance')).code).toBe(code);
  const { data } = await send('/api/v5/public/time', {});
  expect(data).toEqual([{ ts: String(Date.parse(time) + offset) }]);
});

test('wants the demo header for demo keys, and for them only', async () => {
  const { ask } = createWire({
    accounts: [
      { id: 'live', mode: 1, apiKey: 'a', secretKey: 's', passphrase: 'p' },
      { id: 'demo', mode: 1, apiKey: 'b', secretKey: 's', passphrase: 'p', demo: true },
    ],
  });
  const header = { 'x-simulated-trading': '1' };
  expect((await ask('live', 'balance')).code).toBe('0');
  expect((await ask('demo', 'balance')).code).toBe('50101');
  expect((await ask('live', 'balance', header)).code).toBe('50101');
  expect((await ask('demo', 'balance', header)).code).toBe('0');
});
