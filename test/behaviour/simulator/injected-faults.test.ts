import { expect, test } from 'vitest';
import type { FaultKind } from '../../../src/simulator/faults.ts';
import { createWire, signedHeaders } from '../../support/wire.ts';

const keyed = 'max-withdrawal?ccy=BTC,ETH,USDT,SOL';

test.each<[FaultKind, number, string]>([
  ['busy', 429, '{"msg":"Systems are busy. Please try again later.","code":"50013"}'],
  ['rate-limited', 429, '{"msg":"Too Many Requests","code":"50011"}'],
  [
    'unavailable',
    503,
    '{"msg":"Service temporarily unavailable. Please try again later.","code":"50001"}',
  ],
  ['server-error', 500, 'Internal Server Error'],
])('%s answers HTTP %d and %s', async (kind, status, body) => {
  const { ask, exchange } = createWire();
  exchange.inject({ kind });
  expect(await ask('spot', 'balance')).toMatchObject({ status, body });
});

test('an edge page is HTML without a code', async () => {
  const { ask, exchange } = createWire();
  exchange.inject({ kind: 'html' });
  const { status, body } = await ask('spot', 'balance');
  expect(status).toBe(502);
  expect(body).toContain('<html>');
  expect(exchange.calls).toMatchObject([{ endpoint: 'balance', code: '' }]);
});

test('a foreign address is refused in words that hold the address and the key', async () => {
  const { ask, exchange, account } = createWire();
  exchange.inject({ kind: 'foreign-address' });
  const { status, code, msg } = await ask('spot', 'balance');
  expect({ status, code }).toEqual({ status: 401, code: '50110' });
  expect(msg).toContain(account('spot').apiKey);
});

test('a fault strikes only where, for whom and as often as it is meant to', async () => {
  const { ask, exchange } = createWire();
  const remove = exchange.inject({ kind: 'busy', endpoint: 'balance', accountId: 'spot' });
  exchange.inject({ kind: 'unavailable', endpoint: 'max-withdrawal', times: 2 });
  const codes = async () => [
    (await ask('spot', 'balance')).code,
    (await ask('futures', 'balance')).code,
    (await ask('spot', 'max-withdrawal')).code,
  ];
  expect(await codes()).toEqual(['50013', '0', '50001']);
  remove();
  expect(await codes()).toEqual(['0', '0', '50001']);
  expect(await codes()).toEqual(['0', '0', '0']);
});

test('a share of the calls is drawn from the seed, the same for the same seed', async () => {
  const struck = async (seed: number) => {
    const { ask, exchange } = createWire({ seed });
    exchange.inject({ kind: 'busy', share: 0.5 });
    const codes: unknown[] = [];
    for (const id of ['spot', 'futures', 'portfolio', 'multi-currency']) {
      for (let call = 0; call < 10; call++) codes.push((await ask(id, 'balance')).code);
    }
    return codes;
  };
  const codes = await struck(3);
  expect(new Set(codes)).toEqual(new Set(['0', '50013']));
  expect(await struck(3)).toEqual(codes);
  expect(await struck(4)).not.toEqual(codes);
});

test('rows go missing, come unasked and change their order', async () => {
  const { ask, exchange } = createWire();
  const keysOf = async () => (await ask('multi-currency', keyed)).data.map(({ ccy }) => ccy);
  exchange.inject({ kind: 'missing-rows', times: 1 });
  expect(await keysOf()).toHaveLength(3);
  exchange.inject({ kind: 'extra-rows', times: 1 });
  expect(await keysOf()).toEqual(['UNASKED', 'BTC', 'ETH', 'USDT', 'SOL']);
  exchange.inject({ kind: 'reordered-rows', times: 1 });
  expect(await keysOf()).toEqual(['SOL', 'USDT', 'ETH', 'BTC']);
});

test('the rows inside a balance are spoiled alike', async () => {
  const { ask, exchange } = createWire();
  exchange.inject({ kind: 'reordered-rows' });
  const { data } = await ask('spot', 'balance?ccy=BTC,ETH');
  expect(data).toMatchObject([{ details: [{ ccy: 'ETH' }, { ccy: 'BTC' }] }]);
});

test('a malformed row keeps its key and has one field that cannot be', async () => {
  const { ask, exchange } = createWire();
  const right = await ask('portfolio', keyed);
  exchange.inject({ kind: 'malformed' });
  const { data } = await ask('portfolio', keyed);
  for (const [at, row] of data.entries()) {
    const model = right.data[at] ?? {};
    const changed = Object.keys(row).filter((field) => row[field] !== model[field]);
    expect(changed).toHaveLength(1);
    expect(row['ccy']).toBe(model['ccy']);
    expect(row[changed[0] ?? '']).toBe('12.5.1');
  }
});

test('a bad member that would be named can be refused without a name', async () => {
  const { ask, exchange } = createWire();
  exchange.inject({ kind: 'unnamed-refusal' });
  const path = 'max-loan?instId=BTC-USDT,BTC-USDT-SWAP&mgnMode=cross';
  expect(await ask('multi-currency', path)).toMatchObject({ status: 200, code: '51001' });
  expect((await ask('multi-currency', 'max-loan?instId=BTC-USDT')).code).toBe('50014');
});

test('an unknown instrument can be refused by its name', async () => {
  const { ask, exchange } = createWire();
  exchange.inject({ kind: 'named-refusal' });
  const path = 'max-loan?instId=BTC-USDT,NO-SUCH&mgnMode=cross';
  expect(await ask('multi-currency', path)).toMatchObject({
    status: 400,
    code: '51000',
    msg: 'Parameter instIdNO-SUCH error',
  });
});

test('keys can be refused together with all that are asked beside them, and nobody is named', async () => {
  const { ask, exchange } = createWire();
  exchange.inject({ kind: 'refused-keys', keys: ['ETH', 'BTC-USDT'] });
  const refused = { status: 400, code: '51000', msg: 'Parameter error', data: [] };
  expect(await ask('spot', 'balance?ccy=BTC,ETH,USDT')).toMatchObject(refused);
  expect(await ask('spot', 'max-loan?instId=BTC-USDT&mgnMode=cross')).toMatchObject(refused);
  expect((await ask('spot', 'balance?ccy=BTC,USDT')).code).toBe('0');
  expect((await ask('spot', 'balance')).code).toBe('0');
});

test('a dropped call arrived and took its place in the window', async () => {
  const { ask, exchange } = createWire();
  exchange.inject({ kind: 'dropped', times: 10 });
  for (let call = 0; call < 10; call++) {
    await expect(ask('spot', 'balance')).rejects.toThrow('The connection broke');
  }
  expect((await ask('spot', 'balance')).code).toBe('50011');
  expect(exchange.calls.map(({ code }) => code)).toEqual([
    ...Array.from({ length: 10 }, () => ''),
    '50011',
  ]);
});

test('delays lie between a call, its arrival and its answer', async () => {
  const { ask, exchange, clock } = createWire({ network: { out: [40, 40], back: [70, 70] } });
  exchange.inject({ kind: 'slow', delayMs: 500 });
  let answered = false;
  const call = ask('spot', 'balance').then((answer) => {
    answered = true;
    return answer;
  });
  await clock.advance(39);
  expect(exchange.calls).toHaveLength(0);
  await clock.advance(1);
  expect(exchange.calls).toMatchObject([{ at: 5_040 }]);
  await clock.advance(569);
  expect(answered).toBe(false);
  await clock.advance(1);
  expect((await call).code).toBe('0');
});

test('a caller that leaves gets its reason at once, and its call still arrives', async () => {
  const { exchange, clock, account } = createWire({ network: { out: [40, 40] } });
  const leaving = new AbortController();
  const target = '/api/v5/account/balance';
  const headers = signedHeaders(account('spot'), target, '2026-01-15T12:00:00.000Z');
  const call = exchange.fetch(`http://exchange.test${target}`, {
    headers,
    signal: leaving.signal,
  });
  await clock.advance(10);
  leaving.abort(new Error('gone'));
  await expect(call).rejects.toThrow('gone');
  await clock.advance(30);
  expect(exchange.calls).toMatchObject([{ accountId: 'spot', code: '0' }]);
});

test('as a fetch it keeps the query byte for byte and fails like one', async () => {
  const { exchange, account } = createWire();
  const target = '/api/v5/account/balance?ccy=BTC%2CETH';
  const headers = signedHeaders(account('spot'), target, '2026-01-15T12:00:00.000Z');
  const response = await exchange.fetch(`http://exchange.test${target}`, { headers });
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toMatchObject({ code: '0' });
  exchange.inject({ kind: 'dropped' });
  const dropped = exchange.fetch(new Request(`http://exchange.test${target}`, { headers }));
  await expect(dropped).rejects.toThrow(new TypeError('fetch failed'));
});
