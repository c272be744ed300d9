import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src/exchange/secret.ts';
import { createAdminPort } from '../../support/admin-port.ts';
import { createHarness } from '../../support/harness.ts';

const of = (id: string, mark: number | string = 'BTC') =>
  `{ account(id: "${id}") { details(ccy: ["${mark}"]) { ccy } } }`;

function createWorld(options: Parameters<typeof createHarness>[0] = {}) {
  const harness = createHarness(options);
  const admin = createAdminPort(harness);
  const account = async (id: string) =>
    (await admin.status(`?find=${id}`)).accounts.list.find((one) => one.id === id);
  return { ...harness, ...admin, account };
}

test('before anything was asked for, all is well, and it says that nobody knows more', async () => {
  const { status, exchange } = createWorld();
  const { verdict, summary, problems, accounts } = await status();
  expect({ verdict, summary, problems }).toEqual({
    verdict: 'well',
    summary: 'All well: 4 accounts, 4 of them not asked for yet.',
    problems: [],
  });
  expect(accounts.states).toMatchObject({ untried: 4, well: 0 });
  expect(exchange.calls).toHaveLength(0);
});

test('an account that was asked for tells when it last answered, and what is left of its limits', async () => {
  const { query, clock, account } = createWorld();
  await query(of('spot'));
  const answeredAt = new Date(clock.wallTime()).toISOString();
  await clock.advance(1_000);
  expect(await account('spot')).toMatchObject({
    host: 'exchange.test',
    demo: false,
    state: 'well',
    stop: null,
    lastCall: { at: answeredAt, endpoint: 'balance', outcome: 'ANSWERED' },
    lastAnsweredAt: answeredAt,
    failures: 0,
    budgets: [
      { endpoint: 'balance', limit: 10, inUse: 1, available: 9, waiting: 0, nextFreeInMs: 0 },
    ],
  });
});

describe('refused credentials', () => {
  test('say which account, why, since when and when they are tried again; the others are not touched', async () => {
    const { query, clock, exchange, status } = createWorld();
    const mend = exchange.inject({ kind: 'foreign-address', accountId: 'spot' });
    await query(of('spot'));
    await query(of('futures'));
    const since = new Date(clock.wallTime()).toISOString();
    await clock.advance(5_000);
    const { verdict, summary, problems, accounts, unready } = await status();
    expect({ verdict, unready }).toEqual({ verdict: 'impaired', unready: null });
    expect(summary).toBe(
      "1 of 4 accounts stopped. spot: The gateway's address is not on the allow-list of the API key (50110). Tried again every 20 s, when it is asked for.",
    );
    expect(problems).toMatchObject([{ headline: '1 of 4 accounts stopped', since }]);
    expect(accounts.list.map(({ id, state }) => [id, state])).toEqual([
      ['spot', 'stopped'],
      ['multi-currency', 'untried'],
      ['futures', 'well'],
      ['portfolio', 'untried'],
    ]);
    expect(accounts.list[0]).toMatchObject({
      stop: { code: 'UPSTREAM_AUTH', exchangeCode: '50110', since, nextTryInMs: 15_000 },
      lastAnsweredAt: null,
      failures: 1,
    });
    mend();
    await clock.advance(15_000);
    expect((await status()).accounts.list[0]?.stop).toMatchObject({ nextTryInMs: 0 });
    await query(of('spot'));
    expect(await status()).toMatchObject({ verdict: 'well', problems: [] });
  });

  test('of many accounts are told once, with the names of some', async () => {
    const accounts = Array.from({ length: 1_200 }, (_, number) => ({
      id: `account-${number}`,
      apiKey: new Secret(`unknown-${number}`),
      secretKey: new Secret('made-up-secret'),
      passphrase: new Secret('made-up-word'),
      baseUrl: 'http://exchange.test',
      demo: false,
    }));
    const { query, status } = createWorld({ accounts });
    for (const number of [900, 7, 8, 1_100, 1_101]) await query(of(`account-${number}`));
    const { summary, accounts: told } = await status();
    expect(summary).toContain('5 of 1,200 accounts stopped. account-7, account-8, account-900');
    expect(summary).toContain(' and 2 more: The exchange does not know the API key (50111).');
    expect({ total: told.total, found: told.found, listed: told.list.length }).toEqual({
      total: 1_200,
      found: 1_200,
      listed: 50,
    });
    expect(told.list.slice(0, 6).map(({ id }) => id)).toEqual(
      [7, 8, 900, 1_100, 1_101, 0].map((number) => `account-${number}`),
    );
    const found = await status('?find=COUNT-110&limit=2');
    expect(found.accounts.found).toBe(11);
    expect(found.accounts.list.map(({ id }) => id)).toEqual(['account-1100', 'account-1101']);
  });
});

test.each(['-1', 'all', '1.5', '1001', ''])(
  'limit=%s is no number of accounts, or too many',
  async (limit) => {
    const { get } = createWorld();
    const { status, body } = await get(`/status?limit=${limit}`);
    expect({ status, body }).toEqual({
      status: 400,
      body: 'limit must be a whole number from 0 to 1000.\n',
    });
  },
);

test('an exchange that is dead for an account is told by what its latest call met', async () => {
  const { query, exchange, account } = createWorld();
  exchange.inject({ kind: 'dropped', accountId: 'spot' });
  for (let mark = 0; mark < 8; mark += 1) await query(of('spot', `X${mark}`));
  expect(await account('spot')).toMatchObject({
    state: 'stopped',
    stop: { code: 'UPSTREAM_UNAVAILABLE', everyMs: 1_000, cause: expect.stringMatching(/\w/) },
  });
});

test('one that answers nothing in time is stopped by the code that the log and clients have', async () => {
  const { query, ask, clock, exchange, account } = createWorld();
  exchange.inject({ kind: 'slow', delayMs: 60_000, accountId: 'spot' });
  for (let mark = 0; mark < 3; mark += 1) await query(of('spot', `Y${mark}`));
  const { errors } = await clock.run(ask(of('spot', 'Y9')));
  const code = errors?.[0]?.extensions?.['code'];
  expect(await account('spot')).toMatchObject({
    state: 'stopped',
    lastCall: { outcome: 'UPSTREAM_TIMEOUT' },
    stop: { code },
  });
  expect(code).toBe('UPSTREAM_UNAVAILABLE');
});

test('what fails again and again, and stops nothing, is told, too', async () => {
  const answer = () => Promise.resolve(new Response('not here', { status: 404 }));
  const { query, account, status } = createWorld({ fetch: answer });
  for (const mark of [1, 2]) await query(of('spot', `X${mark}`));
  expect(await status()).toMatchObject({ verdict: 'well' });
  await query(of('spot', 'X3'));
  expect(await account('spot')).toMatchObject({ state: 'failing', stop: null, failures: 3 });
  const { verdict, summary } = await status();
  expect(verdict).toBe('impaired');
  expect(summary).toContain(
    'balance of 1 of 4 accounts fails. spot: The exchange knows no such route',
  );
});

test('a refused key is an answer', async () => {
  const { query, account } = createWorld();
  for (let mark = 0; mark < 4; mark += 1) {
    await query(
      `{ account(id: "spot") { maxAvail(instId: ["NO-${mark}"], tdMode: CASH) { availBuy } } }`,
    );
  }
  expect(await account('spot')).toMatchObject({ state: 'well', failures: 0 });
});

test('who looks at it asks nothing of the exchange, and secrets are not told', async () => {
  const { status, get, exchange, query } = createWorld();
  await query(of('spot'));
  const before = exchange.calls.length;
  for (let look = 0; look < 10; look += 1) await status();
  expect(exchange.calls).toHaveLength(before);
  for (const { apiKey, secretKey, passphrase } of exchange.accounts) {
    for (const accept of ['application/json', 'text/html']) {
      const { body } = await get('/status', accept);
      for (const secret of [apiKey, secretKey, passphrase]) expect(body).not.toContain(secret);
    }
  }
});
