import { expect, test } from 'vitest';
import { digestOf } from '../../../src/callers/blinding.ts';
import { watchLately } from '../../../src/status/lately.ts';
import { createAdminPort } from '../../support/admin-port.ts';
import { createHarness } from '../../support/harness.ts';

const balanceOf = (id: string, mark = 0) =>
  `{ account(id: "${id}") { details(ccy: ["X${mark}"]) { ccy } } }`;
const minuteMs = 60_000;

function createWorld(options: Parameters<typeof createHarness>[0] = {}) {
  let lostLines = 0;
  let watched: ReturnType<typeof watchLately> | undefined;
  const harness = createHarness({
    ...options,
    listener: (clock) => (watched ??= watchLately(clock, () => lostLines)).telemetry,
  });
  if (!watched) throw new TypeError('The gateway has taken no listener.');
  const { status } = createAdminPort({ ...harness, lately: watched.lately });
  return {
    ...harness,
    lose: (lines: number) => void (lostLines += lines),
    status,
    told: async () => (await status()).problems.map(({ headline, text }) => `${headline}. ${text}`),
  };
}

const caller = {
  name: 'a',
  tokens: [digestOf('made-up-token')],
  accountIds: ['spot', 'closed-long-ago'],
  weight: 1,
  mayExplore: false,
};

test('requests of unknown callers are told when they are some, since the first, and until five minutes have passed', async () => {
  const { query, clock, told, status } = createWorld({
    callers: [{ ...caller, accountIds: ['spot'] }],
  });
  const since = new Date(clock.wallTime()).toISOString();
  const ask = () => query(balanceOf('spot'), { headers: { authorization: 'Bearer unknown' } });
  for (let time = 0; time < 4; time += 1) await ask();
  expect(await told()).toEqual([]);
  for (let time = 0; time < 8; time += 1) {
    await ask();
    await clock.advance(minuteMs / 2);
  }
  const { verdict, problems } = await status();
  expect({ verdict, problems }).toEqual({
    verdict: 'impaired',
    problems: [
      {
        headline: '12 requests of unknown callers refused',
        text: 'In the last 5 minutes: The token is not known here.',
        since,
      },
    ],
  });
  await clock.advance(minuteMs * 1.5);
  expect((await told())[0]).toMatch(/^6 requests/);
  await clock.advance(minuteMs * 4);
  expect(await status()).toMatchObject({ verdict: 'well', problems: [] });
});

test('that most queries fail is told with what most of them meet', async () => {
  const { query, told } = createWorld();
  const tooMuch = `{ account(id: "none") { id } }`;
  for (let time = 0; time < 4; time += 1) await query(tooMuch);
  expect(await told()).toEqual([]);
  for (let time = 0; time < 3; time += 1) await query(balanceOf('spot'));
  expect(await told()).toEqual([
    'More than half of the queries fail. ACCOUNT_NOT_FOUND: 4 of 7 in the last 5 minutes, in whole or in part.',
  ]);
  await query(balanceOf('spot'));
  expect(await told()).toEqual([]);
});

test('connections and requests that are refused for themselves are told one by one', async () => {
  const { gateway, told } = createWorld();
  gateway.requestRefused({ what: 'connection', reason: 'EMFILE' });
  gateway.requestRefused({ what: 'connection', reason: 'EMFILE' });
  gateway.requestRefused({ what: 'overload', reason: 'too many wait for their turns' });
  expect(await told()).toEqual([
    '1 request refused for overload. In the last 5 minutes: too many wait for their turns.',
    '2 connections refused. In the last 5 minutes: EMFILE.',
  ]);
});

test('calls that are too many for the exchange are told with their accounts, also where the queries are answered', async () => {
  const { query, exchange, told } = createWorld();
  exchange.inject({ kind: 'rate-limited', times: 1, accountId: 'futures' });
  await query(balanceOf('futures'));
  expect(await told()).toEqual([
    'The exchange counts more calls of futures than the gateway makes (50011). Another program uses the account, or a gateway that shares no limits with this one: 1 call refused in the last 5 minutes.',
  ]);
});

test('what cannot be read of an answer is told by its endpoint', async () => {
  const harness = createWorld({
    async fetch(input, init) {
      const answer = await harness.exchange.fetch(input, init);
      const text = await answer.text();
      return new Response(text.replaceAll(/"availSell":"[^"]*"/g, '"availSell":"many"'), answer);
    },
  });
  await harness.query(
    '{ account(id: "spot") { maxAvail(instId: ["BTC-USDT"], tdMode: CASH) { availSell } } }',
  );
  expect(await harness.told()).toEqual([
    'Answers of max-avail-size cannot be read. In the last 5 minutes: The exchange sent something other than a decimal in a string as MaxAvail.availSell.',
  ]);
});

test('lines of the log that are lost are counted', async () => {
  const { lose, clock, told } = createWorld();
  lose(4_000);
  await clock.advance(10_000);
  lose(584);
  await clock.advance(10_000);
  expect((await told())[0]).toMatch(/^4,584 lines of the log were lost\./);
  await clock.advance(5 * minuteMs);
  expect(await told()).toEqual([]);
});

test('accounts that callers name and nobody serves are told for as long as they do', async () => {
  const { gateway, told } = createWorld({ callers: [caller] });
  expect(await told()).toEqual([
    'Callers name an account that is not served. closed-long-ago: for whoever asks, there is none of this id. Check it in CALLERS_FILE and ACCOUNTS_FILE.',
  ]);
  gateway.replaceCallers({ callers: [{ ...caller, accountIds: ['spot'] }], jwt: null });
  expect(await told()).toEqual([]);
});

test('of very many things the rest is counted together', async () => {
  const { gateway, told } = createWorld();
  for (let number = 0; number < 3_000; number += 1)
    gateway.requestRefused({ what: 'connection', reason: `E${number}` });
  const all = await told();
  expect(all).toHaveLength(3);
  expect(all[0]).toBe('2,000 connections refused. In the last 5 minutes: others.');
});
