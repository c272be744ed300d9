import { describe, expect, test } from 'vitest';
import { createLogged } from '../../support/logged-gateway.ts';

const [info, warn] = [30, 40];

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
