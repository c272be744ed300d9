import { describe, expect, test } from 'vitest';
import { createLogged } from '../../support/logged-gateway.ts';

const [info, warn] = [30, 40];

/** An exchange that answers each call with the same code. */
const refusing = (code: string) => async () =>
  Response.json({ code, msg: 'Refused.', data: [] }, { status: 200 });

const btc = '{ account { id maxWithdrawal(ccy: "BTC") { maxWd } } }';

describe('the line of a failed call', () => {
  test.each([
    ['unavailable', { code: 'UPSTREAM_UNAVAILABLE', exchangeCode: '50001', status: 503 }],
    ['server-error', { code: 'UPSTREAM_UNAVAILABLE', status: 500 }],
    [
      'html',
      { code: 'UPSTREAM_UNAVAILABLE', status: 502, reason: 'not an answer of the exchange' },
    ],
    ['busy', { code: 'UPSTREAM_UNAVAILABLE', exchangeCode: '50013', status: 429 }],
    ['rate-limited', { code: 'BUDGET_EXHAUSTED', exchangeCode: '50011', status: 429 }],
    ['dropped', { code: 'UPSTREAM_UNAVAILABLE', reason: 'no answer could be read' }],
  ] as const)('says why: %s', async (kind, cause) => {
    const { query, exchange, told } = createLogged();
    exchange.inject({ kind, times: 1 });
    await query(btc);
    const line = {
      level: warn,
      account: 'multi-currency',
      host: 'exchange.test',
      endpoint: 'max-withdrawal',
      times: 1,
      ...cause,
    };
    expect(told('call failed')).toMatchObject([line]);
  });

  test.each([
    ['51001', 'KEY_REJECTED'],
    ['50014', 'BAD_USER_INPUT'],
    ['51010', 'ACCOUNT_MODE_UNSUPPORTED'],
  ])('is no warning where only the client can mend it: %s', async (exchangeCode, code) => {
    const { query, told } = createLogged({ fetch: refusing(exchangeCode) });
    await query(btc);
    const [line] = told('call failed');
    expect(line).toMatchObject({ level: info, code, exchangeCode });
  });

  test('and is one where the client and something else are at fault in one second', async () => {
    const { query, exchange, clock, told } = createLogged({ maxAgeMs: 0 });
    await query('{ account { maxAvail(instId: "NO-SUCH", tdMode: CASH) { availBuy } } }');
    exchange.inject({ kind: 'html', times: 1 });
    await query(btc);
    await clock.advance(1_000);
    expect(told('call failed').map(({ level }) => level)).toEqual([info, warn]);
  });

  test('has the words of the exchange, but neither key nor address', async () => {
    const { query, exchange, told } = createLogged();
    exchange.inject({ kind: 'foreign-address', times: 1 });
    await query(btc);
    expect(told('call failed')).toMatchObject([
      {
        exchangeCode: '50110',
        exchangeMsg: expect.stringMatching(/^Your IP … is not included .*…/),
      },
    ]);
  });

  test('comes at once, then once a minute with how many there were', async () => {
    const { query, exchange, clock, told } = createLogged({ maxAgeMs: 0 });
    exchange.inject({ kind: 'html' });
    for (let count = 0; count < 120; count += 1) {
      await query(btc);
      await clock.advance(500);
    }
    await clock.advance(60_000);
    const times = told('call failed').map((line) => Number(line['times']));
    expect(times).toHaveLength(3);
    expect(times[0]).toBe(1);
    expect(times.reduce((sum, one) => sum + one)).toBe(exchange.calls.length);
  });

  test('of trouble of another kind comes at once, also while more of the first is held back', async () => {
    const { query, exchange, clock, told } = createLogged({ maxAgeMs: 0 });
    const mend = exchange.inject({ kind: 'html' });
    for (let count = 0; count < 2; count += 1) await query(btc);
    mend();
    await clock.advance(5_000);
    exchange.inject({ kind: 'busy', times: 1 });
    await query(btc);
    expect(told('call failed').map(({ status, times }) => [status, times])).toEqual([
      [502, 1],
      [429, 1],
    ]);
    await clock.advance(60_000);
    expect(told('call failed')[2]).toMatchObject({ status: 502, times: expect.any(Number) });
  });

  test('of many kinds of trouble at one moment, no more than one a second is told', async () => {
    const { ask, exchange, clock, lines } = createLogged();
    exchange.inject({ kind: 'dropped' });
    const all = `{ account { totalEq maxWithdrawal(ccy: "BTC") { maxWd }
      maxAvail(instId: "BTC-USDT", tdMode: CASH) { availBuy }
      maxLoan(instId: "BTC-USDT", mgnMode: CROSS) { maxLoan } } }`;
    const asked = ask(all);
    const startedAt = clock.now();
    await clock.advance(10_000);
    await asked;
    const failed = lines.filter(({ msg }) => msg === 'call failed');
    expect(new Set(failed.map(({ endpoint }) => endpoint)).size).toBe(4);
    expect(failed.length).toBeLessThanOrEqual(1 + (clock.now() - startedAt) / 1_000);
  });
});

test('it is told once by how much the clock of the exchange is another, and again when that changes', async () => {
  const { query, exchange, clock, told } = createLogged({ maxAgeMs: 0 });
  const askFor = async (times: number) => {
    for (let count = 0; count < times; count += 1) {
      await query(btc);
      await clock.advance(2_000);
    }
  };
  await askFor(2);
  expect(told('clock corrected')).toEqual([]);
  for (const offMs of [45_000, -45_000]) {
    exchange.setClockOffset(offMs);
    await askFor(3);
  }
  expect(told('clock corrected').map(({ level, host, offMs }) => ({ level, host, offMs }))).toEqual(
    [45_000, -45_000].map((offMs) => ({ level: warn, host: 'exchange.test', offMs })),
  );
});

test.each([
  [900, 0],
  [5_000, 1],
])(
  'of a clock that is %d ms off it is told %d times, however often it is measured',
  async (offMs, times) => {
    let wallTime = () => 0;
    const { query, clock, told } = createLogged({
      fetch: async (input) => {
        const { url } = new Request(input);
        if (!url.endsWith('/public/time'))
          return Response.json({ code: '50102', msg: '', data: [] });
        return Response.json({ code: '0', msg: '', data: [{ ts: String(wallTime() + offMs) }] });
      },
    });
    wallTime = clock.wallTime;
    for (let count = 0; count < 3; count += 1) {
      expect(await query(btc)).toHaveProperty('errors');
      await clock.advance(2_000);
    }
    expect(told('clock corrected')).toHaveLength(times);
  },
);

test('it is told when calls of an account stop, and when they go on', async () => {
  const { query, exchange, clock, told } = createLogged({ maxAgeMs: 0 });
  const mend = exchange.inject({ kind: 'html' });
  for (let count = 0; count < 4; count += 1) await query(btc);
  expect(told('calls suspended')).toMatchObject([
    {
      level: warn,
      account: 'multi-currency',
      host: 'exchange.test',
      cause: 'HTTP 502, not an answer of the exchange',
    },
  ]);
  expect(told('calls resumed')).toEqual([]);
  mend();
  await clock.advance(2_000);
  await query(btc);
  expect(told('calls resumed')).toMatchObject([{ level: info, account: 'multi-currency' }]);
  expect(Number(told('calls resumed')[0]?.['stoppedForMs'])).toBeGreaterThanOrEqual(2_000);
});
