import { okx } from 'ccxt';
import { RestClient } from 'okx-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSimulatedExchange } from '../../../src/simulator/exchange.ts';
import { listenSimulatedExchange } from '../../../src/simulator/listen.ts';
import { systemClock } from '../../../src/time/clock.ts';

const exchange = createSimulatedExchange({ clock: systemClock, moving: false });
const { apiKey, secretKey, passphrase } = multiCurrencyAccount();
let listening: Awaited<ReturnType<typeof listenSimulatedExchange>>;

beforeAll(async () => {
  listening = await listenSimulatedExchange(exchange);
});
afterAll(() => listening.close());

function multiCurrencyAccount() {
  const [account] = exchange.accounts;
  if (!account) throw new Error('The embedded exchange has no account.');
  return account;
}

const createOkxApi = (apiPass = passphrase) =>
  new RestClient({
    baseUrl: listening.url,
    apiKey,
    apiSecret: secretKey,
    apiPass,
  });

function createCcxt() {
  const client = new okx({
    apiKey,
    secret: secretKey,
    password: passphrase,
    enableRateLimit: false,
  });
  client.urls['api'] = { rest: listening.url };
  return client;
}

test('okx-api reads all five endpoints', async () => {
  const client = createOkxApi();
  expect(await client.getBalance()).toMatchObject([{ uTime: '1767225600000' }]);
  expect(await client.getBalance({ ccy: 'BTC,ETH' })).toMatchObject([
    { details: [{ ccy: 'BTC' }, { ccy: 'ETH' }] },
  ]);
  const sizes = await client.getMaxAvailableTradableAmount({
    instId: 'BTC-USDT,ETH-USDT',
    tdMode: 'cross',
    ccy: 'BTC',
    reduceOnly: true,
  });
  expect(sizes).toMatchObject([{ instId: 'BTC-USDT' }, { instId: 'ETH-USDT' }]);
  expect(
    await client.getMaxLoan({ instId: 'BTC-USDT', mgnMode: 'cross', mgnCcy: 'BTC' }),
  ).toMatchObject([
    { ccy: 'BTC', side: 'sell' },
    { ccy: 'USDT', side: 'buy' },
  ]);
  expect(await client.getMaxWithdrawals({ ccy: 'PEPE' })).toMatchObject([
    { ccy: 'PEPE', maxWd: '10679688.0460531643092577' },
  ]);
  expect(await client.getAccountConfiguration()).toMatchObject([
    { acctLv: '3', posMode: 'long_short_mode', perm: 'read_only', enableSpotBorrow: false },
  ]);
});

test('okx-api is told of a refusal in the words of the exchange', async () => {
  await expect(createOkxApi('Wrong').getBalance()).rejects.toEqual({
    msg: 'Request header OK-ACCESS-PASSPHRASE incorrect.',
    code: '50105',
  });
});

test('ccxt reads all five endpoints', async () => {
  const client = createCcxt();
  expect(await client.privateGetAccountBalance({ ccy: 'BTC,ETH' })).toMatchObject({
    code: '0',
    data: [{ details: [{ ccy: 'BTC' }, { ccy: 'ETH' }] }],
  });
  const asked = { instId: 'BTC-USDT,ETH-USDT', tdMode: 'cash' };
  expect(await client.privateGetAccountMaxAvailSize(asked)).toMatchObject({
    data: [{ instId: 'BTC-USDT' }, { instId: 'ETH-USDT' }],
  });
  expect(await client.privateGetAccountMaxLoan({ ccy: 'USDT', mgnMode: 'cross' })).toMatchObject({
    data: [{ ccy: 'USDT' }],
  });
  expect(await client.privateGetAccountMaxWithdrawal({ ccy: 'PEPE' })).toMatchObject({
    data: [{ ccy: 'PEPE', maxWd: '10679688.0460531643092577' }],
  });
  expect(await client.privateGetAccountConfig()).toMatchObject({
    data: [{ acctLv: '3', perm: 'read_only' }],
  });
});

test('ccxt knows the refusals by their codes', async () => {
  const client = createCcxt();
  const unknown = client.privateGetAccountMaxLoan({ instId: 'NO-SUCH', mgnMode: 'cross' });
  await expect(unknown).rejects.toMatchObject({ name: 'BadSymbol' });
  const remove = exchange.inject({ kind: 'rate-limited' });
  const refused = client.privateGetAccountBalance();
  await expect(refused).rejects.toMatchObject({ name: 'RateLimitExceeded' });
  remove();
});

test('a dropped connection is a network fault on the socket', async () => {
  exchange.inject({ kind: 'dropped', times: 1 });
  await expect(fetch(`${listening.url}/api/v5/public/time`)).rejects.toThrow('fetch failed');
  const response = await fetch(`${listening.url}/api/v5/public/time`);
  expect(await response.json()).toMatchObject({ code: '0', msg: '' });
});
