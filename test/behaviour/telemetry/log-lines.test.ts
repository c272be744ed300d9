import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

const [info, warn] = [30, 40];

/** The gateway, and what its log tells. */
function createLogged(options: Parameters<typeof createHarness>[0] = {}, level = 'info') {
  const lines: Line[] = [];
  function write(text: string): void {
    const line: Line = JSON.parse(text);
    lines.push(line);
  }
  const harness = createHarness({ ...options, log: pino({ level }, { write }) });
  return { ...harness, lines, told: (msg: string) => lines.filter((line) => line.msg === msg) };
}

const btc = '{ account { id maxWithdrawal(ccy: "BTC") { maxWd } } }';

describe('the line of a query', () => {
  test('tells what was asked, of which accounts, by which calls, and how it went', async () => {
    const { query, lines } = createLogged();
    await query(`query Most ${btc}`, { headers: { 'x-request-id': 'from-the-client' } });
    expect(lines).toEqual([
      expect.objectContaining({
        level: info,
        msg: 'query',
        requestId: 'from-the-client',
        operation: 'Most',
        accounts: ['multi-currency'],
        calls: 1,
        shared: 0,
        waitedMs: 0,
        ageMs: 0,
        errors: {},
      }),
    ]);
  });

  test('tells of a call that others had, too, and how old its answer was', async () => {
    const { query, clock, lines } = createLogged();
    await query(btc);
    await clock.advance(100);
    await query(btc);
    expect(lines[1]).toMatchObject({ calls: 1, shared: 1, waitedMs: 0 });
    expect(lines[1]?.['ageMs']).toBeGreaterThan(99);
  });

  test('tells how long it waited for a call, and what that met', async () => {
    const { ask, exchange, clock, lines } = createLogged();
    exchange.inject({ kind: 'unavailable', times: 1 });
    await clock.run(ask(btc));
    const line = lines.find(({ msg }) => msg === 'query');
    expect(line).toMatchObject({ level: info, calls: 2, errors: {} });
    expect(line?.['waitedMs']).toBeGreaterThan(0);
  });

  test.each([
    ['{ account { nothing } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ account {', 'GRAPHQL_PARSE_FAILED'],
    ['{ account(id: "other") { id } }', 'ACCOUNT_NOT_FOUND'],
  ])('%s is told of as a warning with the code of its error', async (text, code) => {
    const { query, lines } = createLogged();
    await query(text);
    expect(lines).toMatchObject([{ level: warn, msg: 'query', calls: 0, errors: { [code]: 1 } }]);
  });

  test('a request has the id that it came with, or one of its own, in the log and the answer', async () => {
    const { respond, lines } = createLogged();
    const sent = ['a-b:c/d', 'with space', 'x'.repeat(129), undefined];
    for (const id of sent) {
      const headers = id === undefined ? {} : { 'x-request-id': id };
      const answer = await respond(btc, { headers });
      expect(answer.headers.get('x-request-id')).toBe(lines.at(-1)?.['requestId']);
    }
    const ids = lines.map(({ requestId }) => requestId);
    expect(ids[0]).toBe('a-b:c/d');
    expect(new Set(ids).size).toBe(4);
    for (const own of ids.slice(1)) expect(own).toMatch(/^[\da-f-]{36}$/);
  });

  test.each([
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '4bf92f3577b34da6a3ce929d0e0e4736'],
    ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', undefined],
    ['ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', undefined],
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01ff', undefined],
    ['made up', undefined],
  ])('of the traceparent %s it tells the trace %s', async (traceparent, traceId) => {
    const { query, lines } = createLogged();
    await query(btc, { headers: { traceparent } });
    expect(lines[0]?.['traceId']).toBe(traceId);
  });
});

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
      endpoint: 'max-withdrawal',
      times: 1,
      ...cause,
    };
    expect(told('call failed')).toMatchObject([line]);
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

  test('names the field and the kind of what cannot be read, also of an answer that is of use', async () => {
    const { query, exchange, told } = createLogged();
    exchange.inject({ kind: 'malformed', times: 1 });
    await query(btc);
    const reason = expect.stringMatching(
      /^The exchange sent something other than .* as MaxWithdrawal\./,
    );
    expect(told('call failed')).toMatchObject([{ code: 'UPSTREAM_MALFORMED', reason }]);
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

test('it is told when calls of an account stop, and when they go on', async () => {
  const { query, exchange, clock, told } = createLogged({ maxAgeMs: 0 });
  const mend = exchange.inject({ kind: 'html' });
  for (let count = 0; count < 4; count += 1) await query(btc);
  expect(told('calls suspended')).toMatchObject([{ level: warn, account: 'multi-currency' }]);
  expect(told('calls resumed')).toEqual([]);
  mend();
  await clock.advance(2_000);
  await query(btc);
  expect(told('calls resumed')).toMatchObject([{ level: info, account: 'multi-currency' }]);
  expect(Number(told('calls resumed')[0]?.['stoppedForMs'])).toBeGreaterThanOrEqual(2_000);
});

test('with LOG_LEVEL=debug there is a line for each call', async () => {
  const { query, told } = createLogged({}, 'debug');
  await query('{ account { maxWithdrawal(ccy: ["BTC", "ETH"]) { maxWd } } }');
  expect(told('call')).toMatchObject([
    {
      account: 'multi-currency',
      endpoint: 'max-withdrawal',
      keys: ['BTC', 'ETH'],
      outcome: 'ANSWERED',
    },
  ]);
});
