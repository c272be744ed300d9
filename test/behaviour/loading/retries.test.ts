import { describe, expect, test } from 'vitest';
import { maxWithdrawal } from '../../../src/endpoints/max-withdrawal/declaration.ts';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import type { Call } from '../../../src/exchange/client.ts';
import { RetryBudget } from '../../../src/loading/faults/retry-budget.ts';
import { createHarness } from '../../support/harness.ts';
import { createLoneAccount } from '../../support/lone-account.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { signedHeaders } from '../../support/wire.ts';

test('retries that are wanted for each of very many calls are a fifth of all calls, and one a second', async () => {
  const clock = createManualClock();
  const retries = new RetryBudget(clock);
  const seconds = 10;
  const made = { calls: 0, retries: 0 };
  for (let query = 0; query < 100 * seconds; query += 1) {
    made.calls += 1;
    retries.earn();
    // A retry fails as well, and is to be tried again.
    while (retries.spend()) {
      made.calls += 1;
      made.retries += 1;
      retries.earn();
    }
    await clock.advance(10);
  }
  const allowed = 0.2 * made.calls + seconds;
  // To begin with, 5 are saved.
  expect(made.retries).toBeLessThanOrEqual(allowed + 5);
  expect(made.retries).toBeGreaterThanOrEqual(allowed - 1);
});

describe('the pause before a retry', () => {
  const down = new GatewayError('UPSTREAM_UNAVAILABLE', 'down');

  /** When the three calls were sent that are made for one key while the exchange is down, from the first one on. */
  async function callsAt(random: number): Promise<readonly number[]> {
    const clock = createManualClock();
    const sentAt: number[] = [];
    const call: Call = async () => {
      sentAt.push(clock.now());
      return { error: down, remedy: 'retry' };
    };
    const account = createLoneAccount({ clock, call, random: () => random });
    const rows = account.request().rows(maxWithdrawal, { by: 'ccy', key: 'BTC' });
    await expect(clock.run(rows)).rejects.toThrow('down');
    return sentAt.map((at) => at - (sentAt[0] ?? 0));
  }

  // Of random length, so that what failed together does not come back together.
  test.each([
    [0, [0, 0, 0]],
    [0.25, [0, 50, 150]],
    [0.75, [0, 150, 450]],
  ])('is %d of up to 200 ms, then of twice as much', async (random, expected) => {
    expect(await callsAt(random)).toEqual(expected);
  });
});

test('another program that uses up the limit is given way to, and all is answered when it ends', async () => {
  const { ask, clock, exchange } = createHarness({ deadlineMs: 30_000 });
  const [account] = exchange.accounts;
  if (!account) throw new Error('The embedded exchange has no account.');
  const target = '/api/v5/account/balance';
  const start = clock.now();

  const otherProgram = () => {
    const timestamp = new Date(clock.wallTime()).toISOString();
    const headers = signedHeaders(account, target, timestamp);
    void exchange.handle({ method: 'GET', target, headers });
  };
  // More calls than the limit allows, so that hardly one is left for the gateway.
  for (let at = 0; at < 12_000; at += 10) clock.after(at, otherProgram);
  const queries: ReturnType<typeof ask>[] = [];
  for (let mark = 0; mark < 50; mark += 1) {
    const page = `{ account { details(ccy: ["X${mark}"]) { ccy } } }`;
    clock.after(2_000 + 200 * mark, () => void queries.push(ask(page)));
  }
  await clock.advance(12_000);
  const refused = exchange.calls.filter((call) => call.code === '50011' && call.target !== target);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThanOrEqual(20);

  const answers = await clock.run(Promise.all(queries));
  expect(clock.now() - start).toBeLessThan(12_000 + 3_000);
  expect(answers.map(({ data }) => data)).toEqual(
    Array.from({ length: 50 }, () => ({ account: { details: [null] } })),
  );
  expect(answers.filter(({ errors }) => errors)).toEqual([]);
});

test('calls that were turned away before the latest answer hold up none that comes later', async () => {
  const { query, clock, exchange } = createHarness();
  exchange.inject({ kind: 'rate-limited', times: 3 });
  await query('{ account { details(ccy: ["BTC"]) { ccy } } }');
  await clock.advance(5_000);
  exchange.inject({ kind: 'rate-limited', times: 1 });
  const start = clock.now();
  await query('{ account { details(ccy: ["ETH"]) { ccy } } }');
  expect(exchange.calls).toHaveLength(6);
  expect(clock.now() - start).toBe(0);
});
