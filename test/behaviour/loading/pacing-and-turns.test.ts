import { describe, expect, test } from 'vitest';
import { holdBackMs } from '../../../src/budget/pacing.ts';
import { instruments } from '../../../src/simulator/instruments.ts';
import { createRandomness } from '../../../src/simulator/randomness.ts';
import { createHarness } from '../../support/harness.ts';
import { busiestWindow } from '../../support/windows.ts';

const balance = { calls: 10, windowMs: 2_000 };
const justSent = { nextReturnMs: 1_000, sinceSentMs: 0, isKeptFor: false };

describe('a call that has a lease is held back', () => {
  test.each([
    ['not while few leases are out', { inUse: 1, backlog: 5 }, 0],
    ['not while half of the leases stay free after the backlog', { inUse: 3, backlog: 2 }, 0],
    [
      'for the time to the next free lease, shared among those that are free',
      { inUse: 5, backlog: 1 },
      200,
    ],
    ['for two even slots at the most', { inUse: 9, backlog: 1 }, 400],
    [
      'not while leases are kept for it and a quarter of them stay free',
      { inUse: 6, backlog: 1, isKeptFor: true },
      0,
    ],
    [
      'also while leases are kept for it when fewer stay free',
      { inUse: 7, backlog: 1, isKeptFor: true },
      1_000 / 3,
    ],
  ])('%s', (_claim, pressure, expected) => {
    expect(holdBackMs(balance, { ...justSent, ...pressure })).toBe(expected);
  });

  test('less by the time that has passed since the call before', () => {
    const pressure = { ...justSent, inUse: 9, backlog: 1 };
    expect(holdBackMs(balance, { ...pressure, sinceSentMs: 300 })).toBe(100);
    expect(holdBackMs(balance, { ...pressure, sinceSentMs: 3_000 })).toBe(0);
  });
});

const ccys =
  'BTC ETH USDT SOL XRP DOGE ADA LINK LTC DOT UNI OKB AVAX TRX TON BCH ATOM ETC NEAR APT'.split(
    ' ',
  );
const details = 'query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy } } }';

test('100 queries a second for 3 of 20 currencies: all are answered, no wait near a window, the budget is used', async () => {
  const { ask, clock, exchange } = createHarness({ exchange: { network: { back: [20, 20] } } });
  const random = createRandomness(7);
  const waits: number[] = [];

  async function client(): Promise<void> {
    const start = clock.now();
    const ccy = [0, 1, 2].map(() => ccys[Math.floor(random() * ccys.length)]);
    const { errors } = await ask(details, { variables: { ccy } });
    expect(errors).toBeUndefined();
    waits.push(clock.now() - start);
  }
  const start = clock.now();
  const clients: Promise<void>[] = [];
  for (let at = 0; at < 10_000; at += 10) clock.after(at, () => void clients.push(client()));
  await clock.advance(12_000);
  await Promise.all(clients);

  expect(waits).toHaveLength(1_000);
  expect(Math.max(...waits)).toBeLessThan(600);
  expect(busiestWindow(exchange.calls, 'balance', 2_000)).toBeLessThanOrEqual(10);
  const used = exchange.calls.filter(({ at }) => at < start + 10_000).length;
  // Each lease comes back 2 s after its answer, which takes 20 ms: 49.5 calls in 10 s.
  expect(used).toBeGreaterThanOrEqual(45);
});

test('a client with very many keys does not make one with a single key wait for all of them', async () => {
  const { ask, clock } = createHarness({ exchange: { network: { back: [20, 20] } } });
  const many = (mark: string) => Array.from({ length: 200 }, (_, index) => `${mark}${index}`);
  // The first takes every lease there is, the second wants as many again.
  const first = ask(details, { variables: { ccy: many('A') } });
  await clock.advance(100);
  const second = ask(details, { variables: { ccy: many('B') } });
  await clock.advance(10);
  const start = clock.now();
  await clock.run(ask(details, { variables: { ccy: ['BTC'] } }));
  // One call of the second client goes before it; the leases are back after 2 s.
  expect(clock.now() - start).toBeLessThan(2_500);
  await clock.run(Promise.all([first, second]));
});

test('a client with very many contexts does not make one with a single key wait for all of them', async () => {
  const { ask, clock } = createHarness({ exchange: { network: { back: [20, 20] } } });
  const prices = Array.from(
    { length: 100 },
    (_, px) => `a${px}: maxAvail(instId: ["ETH-USDT"], tdMode: ISOLATED, px: "${px}") { availBuy }`,
  );
  const first = ask(`{ account { ${prices.join(' ')} } }`);
  await clock.advance(100);
  const start = clock.now();
  const single = ask('{ account { maxAvail(instId: ["BTC-USDT"], tdMode: CASH) { instId } } }');
  expect(await clock.run(single)).not.toHaveProperty('errors');
  expect(clock.now() - start).toBeLessThan(2_500);
  await clock.run(first);
});

test('keys that need no call do not move back what is asked for beside them', async () => {
  const { ask, query, clock } = createHarness({
    exchange: { network: { back: [20, 20] } },
    deadlineMs: 20_000,
  });
  const maxAvail = (instId: readonly string[]) =>
    `{ account { maxAvail(instId: ${JSON.stringify(instId)}, tdMode: CASH) { instId } } }`;
  const refused = Array.from({ length: 90 }, (_, index) => `NO-SUCH${index}`);
  await query(maxAvail(refused));
  await clock.advance(20_000);
  // A little more than the limit allows, so that there is always something that waits.
  const others: ReturnType<typeof ask>[] = [];
  for (let px = 1; px <= 100; px += 1) {
    const priced = `{ account { maxAvail(instId: ["BTC-USDT"], tdMode: ISOLATED, px: "${px}") { availBuy } } }`;
    clock.after(80 * px, () => void others.push(ask(priced)));
  }
  await clock.advance(6_000);
  const start = clock.now();
  const { errors } = await clock.run(ask(maxAvail([...refused, 'BTC-USDT'])));
  expect(errors).toHaveLength(90);
  expect(clock.now() - start).toBeLessThan(2_500);
  await clock.run(Promise.all(others));
});

test('a lane that never runs empty does not make a key of another lane wait for all of its keys', async () => {
  const { ask, clock } = createHarness({
    exchange: { network: { back: [20, 20] } },
    maxAgeMs: 0,
    deadlineMs: 20_000,
  });
  const all = [...instruments.keys()];
  const maxAvail = `query ($instId: [ID!]!, $tdMode: TradeMode!) {
    account { maxAvail(instId: $instId, tdMode: $tdMode) { instId } }
  }`;
  // A quarter more than the limit allows: by 3 s, keys for 8 calls wait.
  const queries: ReturnType<typeof ask>[] = [];
  for (let index = 0; index < 100; index += 1) {
    const instId = [0, 1, 2, 3, 4].map((offset) => all[(5 * index + offset) % all.length]);
    const variables = { instId, tdMode: 'ISOLATED' };
    clock.after(80 * index, () => void queries.push(ask(maxAvail, { variables })));
  }
  await clock.advance(3_000);
  const start = clock.now();
  const variables = { instId: ['BTC-USDT'], tdMode: 'CROSS' };
  expect(await clock.run(ask(maxAvail, { variables }))).toEqual({
    data: { account: { maxAvail: [{ instId: 'BTC-USDT' }] } },
  });
  expect(clock.now() - start).toBeLessThan(1_500);
  await clock.advance(10_000);
  const answers = await clock.run(Promise.all(queries));
  expect(answers).toHaveLength(100);
  expect(answers.filter(({ errors }) => errors)).toEqual([]);
});
