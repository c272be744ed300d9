import { describe, expect, test } from 'vitest';
import { catalogue, type ErrorCode } from '../../../src/errors/catalogue.ts';
import { readCode } from '../../../src/exchange/codes.ts';
import { as, callerNamed } from '../../support/callers.ts';
import { linesIn } from '../../support/alerts.ts';
import { readPage } from '../../support/markdown.ts';
import { createOperated, type Operated } from '../../support/operated.ts';

interface CodeFault {
  readonly options?: Parameters<typeof createOperated>[0];
  /** Has clients get the code. */
  strike(world: Operated): Promise<unknown>;
}

const btc = '{ account { maxWithdrawal(ccy: "BTC") { maxWd } } }';
/** Asks again and again, each time anew. */
const insist = ({ live, ask }: Operated) =>
  live(10, () => void ask(btc, { headers: { 'cache-control': 'no-cache' } }));
const answering = (code: string, status = 200) =>
  Promise.resolve(Response.json({ code, msg: 'So it is.', data: [] }, { status }));

const faults: Readonly<Record<Exclude<ErrorCode, 'OVERLOADED'>, CodeFault>> = {
  BAD_USER_INPUT: {
    strike: ({ query }) => query('{ account { maxWithdrawal(ccy: [""]) { maxWd } } }'),
  },
  UNAUTHENTICATED: {
    options: { callers: [callerNamed('known')] },
    strike: ({ query }) => query(btc, { headers: as('guessed') }),
  },
  FORBIDDEN: { options: { operations: 'persisted' }, strike: ({ query }) => query(btc) },
  ACCOUNT_NOT_FOUND: { strike: ({ query }) => query('{ account(id: "none") { id } }') },
  KEY_REJECTED: {
    strike: ({ query }) =>
      query('{ account { maxAvail(instId: "NO-SUCH", tdMode: CASH) { availBuy } } }'),
  },
  ACCOUNT_MODE_UNSUPPORTED: {
    options: { fetch: () => answering('51010') },
    strike: ({ query }) => query(btc),
  },
  BUDGET_EXHAUSTED: {
    strike({ query }) {
      const fields = Array.from(
        { length: 60 },
        (_, at) =>
          `p${at}: maxAvail(instId: "BTC-USDT", tdMode: CROSS, px: "1.${at + 1}") { availBuy }`,
      );
      return query(`{ account { ${fields.join(' ')} } }`);
    },
  },
  DEADLINE_EXCEEDED: {
    strike({ exchange, query }) {
      exchange.inject({ kind: 'slow', delayMs: 2_000 });
      return query(btc, { headers: { 'x-deadline-ms': '1000' } });
    },
  },
  UPSTREAM_AUTH: {
    strike(world) {
      world.exchange.inject({ kind: 'foreign-address' });
      return insist(world);
    },
  },
  UPSTREAM_UNAVAILABLE: {
    strike(world) {
      world.exchange.inject({ kind: 'html' });
      return insist(world);
    },
  },
  UPSTREAM_TIMEOUT: {
    strike({ exchange, query }) {
      exchange.inject({ kind: 'slow', delayMs: 5_000 });
      return query(btc, { headers: { 'x-deadline-ms': '60000' } });
    },
    options: { deadlineMs: 60_000 },
  },
  UPSTREAM_MALFORMED: {
    strike({ exchange, query }) {
      exchange.inject({ kind: 'malformed' });
      return query(
        '{ account { maxWithdrawal(ccy: "BTC") { ccy maxWd maxWdEx spotOffsetMaxWd } } }',
      );
    },
  },
  QUERY_TOO_EXPENSIVE: {
    options: { maxCalls: 1 },
    strike: ({ query }) => query('{ account { totalEq maxWithdrawal(ccy: "BTC") { maxWd } } }'),
  },
  TOO_MANY_SUBSCRIPTIONS: {
    options: { maxSubscriptions: 0 },
    strike: ({ subscribe }) => subscribe('subscription { account { totalEq } }'),
  },
  INTERNAL_SERVER_ERROR: {
    async strike({ clock, query }) {
      const { wallTime } = clock;
      Object.assign(clock, {
        wallTime() {
          throw new Error('the inside of the gateway');
        },
      });
      await query(btc);
      Object.assign(clock, { wallTime });
    },
  },
};

const page = readPage('docs/runbook.md');
/** Of what is refused unread, so many words of the page tell. */
const [, unread = ''] =
  /what is refused unread, with ([^]*?), counts in\s+`okx_gateway_requests_refused_total`/.exec(
    page.text,
  ) ?? [];
const rows = new Map(
  page.rows('Error code').map(([code = '', ...cells]) => [code.replaceAll('`', ''), cells]),
);

test('the runbook has each code', () => {
  expect([...rows.keys()]).toEqual(Object.keys(catalogue));
});

describe('of what clients are told, the log and the metrics tell what the runbook says that they do', () => {
  test.each(Object.entries(faults))('%s', async (code, { options, strike }) => {
    const world = createOperated(options);
    await strike(world);
    const [lines = '', advice = ''] = rows.get(code) ?? [];

    const told = world.lines.filter(({ msg }) => linesIn(lines).includes(msg));
    expect(linesIn(lines)).not.toEqual([]);
    expect(new Set(told.map(({ msg }) => msg))).toEqual(new Set(linesIn(lines)));
    const queries = told.filter(({ msg }) => msg === 'query');
    for (const { errors } of queries) expect(errors).toHaveProperty(code);

    const counted = unread.includes(`\`${code}\``)
      ? await world.value('okx_gateway_requests_refused_total', { what: 'caller' })
      : await world.value('okx_gateway_errors_total', { code });
    expect(counted).toBeGreaterThan(0);
    const fields = new Set(told.flatMap((line) => Object.keys(line)));
    const named = [...advice.matchAll(/`([a-z]\w+)`/g)].map(([, field = '']) => field);
    // Who is known by an address only is not named.
    const missing = named.filter((field) => field !== 'caller');
    expect(missing.filter((field) => !fields.has(field))).toEqual([]);
  });
});

describe('a code of the exchange stands in the log, with what the exchange says', () => {
  test.each(readPage('docs/errors.md').rows('Exchange code'))('%s', async (cell = '') => {
    const exchangeCode = cell.replaceAll('`', '');
    const reading = readCode(exchangeCode);
    const world = createOperated({
      fetch(...args) {
        // After 50102 it is asked for its time, which it tells.
        if (new Request(...args).url.includes('/time')) return world.exchange.fetch(...args);
        return answering(exchangeCode, exchangeCode === '404' ? 404 : 200);
      },
    });
    await insist(world);
    const line = { code: reading?.code, exchangeCode, account: 'multi-currency' };
    expect(world.told('call failed')[0]).toMatchObject(line);
    // The clock is what the gateway sets right itself.
    const isAuth = reading?.code === 'UPSTREAM_AUTH' && reading.remedy !== 'once-more';
    const suspended = world.told('calls suspended').filter(({ code }) => code === 'UPSTREAM_AUTH');
    expect(suspended.map((each) => each['exchangeCode'])).toEqual(isAuth ? [exchangeCode] : []);
  });
});
