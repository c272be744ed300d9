import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

const page = '{ account { details(ccy: ["BTC"]) { ccy maxWithdrawal { maxWd } } } }';

/** Sends a query and gives its answer with the status and the header that counts its calls. */
async function send(
  { gateway, clock }: ReturnType<typeof createHarness>,
  headers: Readonly<Record<string, string>>,
  query = page,
) {
  const response = await clock.run(
    Promise.resolve(
      gateway.handler.fetch('http://gateway/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      }),
    ),
  );
  const calls = response.headers.get('x-exchange-calls');
  return { status: response.status, calls, answer: await response.json() };
}

describe('a value that has no meaning is told, and the exchange is not asked:', () => {
  test.each([
    ['x-explain', 'call'],
    ['x-explain', 'PLAN'],
    ['cache-control', 'max-age=abc'],
    ['cache-control', 'no-transform, max-age=-1'],
    ['cache-control', 'max-age'],
    ['x-deadline-ms', '0'],
    ['x-deadline-ms', '2s'],
    ['x-deadline-ms', '1.5'],
    ['x-deadline-ms', ''],
  ])('%s: %s', async (name, value) => {
    const harness = createHarness();
    const { status, answer } = await send(harness, { [name]: value });
    expect(status).toBe(400);
    expect(answer).toEqual({
      errors: [{ message: expect.stringContaining(name), extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect(harness.counts()).toEqual({});
  });
});

test.each(['max-age="5"', 'no-transform, stale-if-error=60, max-age=9999999999', 'MAX-AGE=1', ''])(
  'cache-control: %s is as HTTP has it',
  async (value) => {
    expect((await send(createHarness(), { 'cache-control': value })).status).toBe(200);
  },
);

describe('x-deadline-ms', () => {
  test('bounds the time since the request came: what is ready by then is answered, the rest told as late', async () => {
    const harness = createHarness();
    harness.exchange.inject({ kind: 'slow', endpoint: 'max-withdrawal', delayMs: 2_500 });
    const { clock, ask } = harness;
    const start = clock.now();
    const headers = { 'x-deadline-ms': '1900' };
    const answer = await clock.run(ask(page, { headers, arrivedAt: start - 400 }));
    expect(clock.now() - start).toBe(1_500);
    expect(answer).toMatchObject({
      data: { account: { details: [{ ccy: 'BTC', maxWithdrawal: null }] } },
      errors: [{ extensions: { code: 'DEADLINE_EXCEEDED', endpoint: 'max-withdrawal' } }],
    });
  });

  test('asks for no longer than the gateway itself takes', async () => {
    const harness = createHarness({ deadlineMs: 1_000 });
    harness.exchange.inject({ kind: 'slow', delayMs: 2_500 });
    const start = harness.clock.now();
    await send(harness, { 'x-deadline-ms': '99999999999' });
    expect(harness.clock.now() - start).toBe(1_000);
  });
});

describe('x-exchange-calls', () => {
  test('counts the calls that served an answer, like extensions.calls', async () => {
    const harness = createHarness();
    harness.exchange.inject({ kind: 'unavailable', endpoint: 'balance', times: 1 });
    const { calls, answer } = await send(harness, { 'x-explain': 'calls' });
    expect(calls).toBe('3');
    expect(answer).toHaveProperty('extensions.calls.length', 3);
    expect(answer).not.toHaveProperty('extensions.http');
  });

  test('counts those of others, too: an answer that was there already had its call', async () => {
    const harness = createHarness();
    await send(harness, {});
    const { calls, answer } = await send(harness, {});
    expect(calls).toBe('2');
    expect(answer).not.toHaveProperty('extensions');
    expect(harness.counts()).toEqual({ balance: 1, 'max-withdrawal': 1 });
  });

  test('is 0 where none was needed, or none is made', async () => {
    expect((await send(createHarness(), {}, '{ accounts { id } }')).calls).toBe('0');
    expect((await send(createHarness(), { 'x-explain': 'plan' })).calls).toBe('0');
  });
});
