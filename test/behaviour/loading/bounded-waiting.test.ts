import { describe, expect, test } from 'vitest';
import { maxAvailSize } from '../../../src/endpoints/max-avail-size/declaration.ts';
import { createSharedBudget } from '../../../src/budget/shared-budget.ts';
import { as, callerNamed } from '../../support/callers.ts';
import { createSharers } from '../../support/cut-off.ts';
import { createHarness } from '../../support/harness.ts';
import { createLoneAccount } from '../../support/lone-account.ts';
import { busiestWindow } from '../../support/windows.ts';

const seconds = 8;
const query = `query ($px: Decimal) {
  account { maxAvail(instId: ["BTC-USDT"], tdMode: ISOLATED, px: $px) { availBuy } }
}`;

/** Ten times as many calls as the limit allows. */
const perSecond = 100;

/** The first calls of a load are spread over a window that nobody can foretell; by then they are over. */
const steadyAfterMs = 5_000;

interface Stay {
  readonly cameAt: number;
  readonly tookMs: number;
  readonly code: unknown;
  readonly retryAfterMs: unknown;
}

/** Queries of which no two can share a call, each with how long it took and the code of its error. */
async function overload(maxWaitMs: number, latencyMs: number) {
  const { ask, clock, exchange } = createHarness({
    exchange: { network: { back: [latencyMs, latencyMs] } },
    maxWaitMs,
  });
  const begin = clock.now();
  const stays: Promise<Stay>[] = [];
  async function stay(px: number): Promise<Stay> {
    const start = clock.now();
    const { errors } = await ask(query, { variables: { px: `${px}` } });
    const { code, retryAfterMs } = errors?.[0]?.extensions ?? {};
    return { cameAt: start - begin, tookMs: clock.now() - start, code, retryAfterMs };
  }
  for (let index = 1; index <= perSecond * seconds; index += 1) {
    clock.after((index * 1_000) / perSecond, () => void stays.push(stay(index)));
  }
  await clock.advance(seconds * 1_000 + 15_000);
  const all = await Promise.all(stays);
  const answered = all.filter(({ code }) => code === undefined);
  const steady = answered.filter(({ cameAt }) => cameAt > steadyAfterMs);
  const waits = steady.map(({ tookMs }) => tookMs).toSorted((one, other) => one - other);
  return {
    answered: answered.length,
    p50: waits[Math.floor(waits.length / 2)] ?? NaN,
    longest: waits.at(-1) ?? NaN,
    refused: all.filter(({ code }) => code !== undefined),
    busiest: busiestWindow(exchange.calls, 'max-avail-size', 2_000),
  };
}

describe('at ten times the limit', () => {
  test.each([20, 400])(
    'with calls of %d ms nobody waits much longer than allowed, and who is refused is told at once',
    async (latencyMs) => {
      const { p50, longest, refused, busiest } = await overload(3_000, latencyMs);
      expect(p50).toBeLessThan(3_200 + latencyMs);
      expect(longest).toBeLessThan(3_400 + latencyMs);
      expect(busiest).toBeLessThanOrEqual(20);
      for (const { code, tookMs, retryAfterMs } of refused) {
        expect({ code, tookMs }).toEqual({ code: 'BUDGET_EXHAUSTED', tookMs: 0 });
        expect(retryAfterMs).toBeGreaterThan(3_000);
      }
    },
  );

  test('as many are answered as when all may wait for three times as long', async () => {
    const short = await overload(2_000, 20);
    const long = await overload(6_000, 20);
    // What waits when the last one has come is answered, too: more of it with more patience.
    const leases = ((long.p50 - short.p50) * 20) / 2_020;
    expect(long.p50).toBeGreaterThan(5_000);
    expect(short.answered).toBeGreaterThan(0.97 * (long.answered - leases));
  });
});

const maxAvail = (instId: string, more: string) =>
  `maxAvail(instId: ["${instId}"], ${more}) { availBuy }`;
const priced = (px: number) => `p${px}: ${maxAvail('BTC-USDT', `tdMode: ISOLATED, px: "${px}"`)}`;
/** Fields of which each takes a call. */
const fields = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => priced(from + index)).join(' ');

describe('a request of which little time is left is not refused, however much waits before it,', () => {
  test('what goes along with a call that is sent in time', async () => {
    const { ask, clock } = createHarness();
    const first = ask(`{ account { ${fields(1, 21)} } }`);
    await clock.advance(1_900);
    const before = ask(`{ account { ${maxAvail('ETH-USDT', 'tdMode: CASH')} } }`);
    await clock.advance(10);
    // The leases are back soon, and do for 20 of them.
    const others = Array.from({ length: 40 }, (_, index) =>
      ask(`{ account { ${priced(100 + index)} } }`),
    );
    await clock.advance(10);
    const single = ask(`{ account { ${maxAvail('SOL-USDT', 'tdMode: CASH')} } }`, {
      arrivedAt: clock.now() - 9_000,
    });
    expect(await clock.run(single)).not.toHaveProperty('errors');
    await clock.run(Promise.all([first, before, ...others]));
  });

  test('a currency that a call under way may answer', async () => {
    const { ask, clock } = createHarness({ exchange: { network: { back: [500, 500] } } });
    const details = 'query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy } } }';
    const many = (mark: string) => {
      const ccy = Array.from({ length: 180 }, (_, index) => `${mark}${index}`);
      return ask(details, { variables: { ccy } });
    };
    // Nine calls and the whole one take all leases.
    const all = [many('A')];
    await clock.advance(10);
    all.push(ask('{ account { totalEq } }'));
    // Nine leases of ten are out, which holds the tenth call back.
    await clock.advance(450);
    all.push(many('B'));
    const start = clock.now();
    const single = ask(details, { variables: { ccy: ['BTC'] }, arrivedAt: start - 9_000 });
    expect(await clock.run(single)).not.toHaveProperty('errors');
    expect(clock.now() - start).toBeLessThan(500);
    await clock.run(Promise.all(all));
  });
});

test('while calls are stopped, the cause is told and not that there are no leases', async () => {
  const { ask, clock, exchange } = createHarness({ maxWaitMs: 1_000 });
  exchange.inject({ kind: 'foreign-address' });
  await clock.run(ask(`{ account { ${fields(1, 21)} } }`));
  const { errors } = await clock.run(ask(`{ account { ${priced(100)} } }`));
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_AUTH' } }]);
});

test('while Redis is silent, nobody waits longer than allowed for what cannot be sent in time', async () => {
  const { clock, start } = createSharers({ replicas: 2 });
  const [gateway] = await start();
  if (!gateway) throw new Error('There is none.');
  gateway.cutOff();
  await clock.advance(2_500);
  const { ledger } = gateway;
  const account = createLoneAccount({
    clock,
    call: async () => ({ rows: [] }),
    budgetOf: (name, limit) => createSharedBudget(name, limit, { ledger, clock }),
  });
  const waits: number[] = [];
  async function ask(px: string): Promise<void> {
    const cameAt = clock.now();
    const request = account.request();
    const lane = { by: 'instId', key: 'BTC-USDT', params: { tdMode: 'isolated', px } };
    await request.rows(maxAvailSize, lane).catch(() => {});
    request.end();
    waits.push(clock.now() - cameAt);
  }
  for (let px = 1; px <= 500; px += 1) clock.after(px * 10, () => void ask(`${px}`));
  await clock.advance(20_000);
  expect(waits).toHaveLength(500);
  // What it was thought that the leases would do for, had Redis answered at once.
  expect(waits.filter((wait) => wait > 0).length).toBeLessThanOrEqual(40);
});

test('who is passed by, by callers that come later, is told so a window after the time it was willing to wait', async () => {
  const names = Array.from({ length: 400 }, (_, index) => `c${index}`);
  const { ask, clock } = createHarness({ callers: names.map((name) => callerNamed(name)) });
  const begin = clock.now();
  async function stay(name: string, px: number): Promise<Stay> {
    const start = clock.now();
    const { errors } = await ask(query, { variables: { px: `${px}` }, headers: as(name) });
    const { code, retryAfterMs } = errors?.[0]?.extensions ?? {};
    return { cameAt: start - begin, tookMs: clock.now() - start, code, retryAfterMs };
  }
  const first = Array.from({ length: 25 }, (_, index) => stay('c0', index + 1));
  // Each of the others wants one call, and has had none.
  for (const [index, name] of names.slice(1).entries())
    clock.after(20 * index, () => void stay(name, 1_000 + index));
  await clock.advance(12_000);

  const stays = await Promise.all(first);
  const passedBy = stays.filter(({ code }) => code === 'BUDGET_EXHAUSTED');
  expect(passedBy.length).toBeGreaterThan(0);
  for (const { tookMs } of passedBy) {
    expect(tookMs).toBeGreaterThanOrEqual(5_000);
    expect(tookMs).toBeLessThanOrEqual(5_200);
  }
  expect(stays.filter(({ code }) => code === undefined).length + passedBy.length).toBe(25);
});
