import { describe, expect, test } from 'vitest';
import { createAdmission } from '../../../src/server/admission.ts';
import type { Clock } from '../../../src/time/clock.ts';
import { createHarness } from '../../support/harness.ts';
import { createBudget } from '../../../src/budget/budget.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('requests of one moment have come at one moment, however long each of them takes', async () => {
  let now = 100;
  const clock: Clock = { ...createManualClock(), now: () => now };
  const { admit } = createAdmission(clock);
  const arrivals: number[] = [];
  const order: number[] = [];
  for (let request = 0; request < 100; request += 1) {
    admit({
      from: 'somebody',
      work(arrivedAt) {
        arrivals.push(arrivedAt);
        order.push(request);
        now += 10;
      },
      refuse() {},
    });
  }
  for (let turns = 0; turns < 50; turns += 1) {
    const before = now;
    await turn();
    // Between two looks at the network no more than what is begun within 20 ms.
    expect(now - before).toBeLessThanOrEqual(30);
  }
  expect(now).toBe(1_100);
  expect(new Set(arrivals)).toEqual(new Set([100]));
  expect(order).toEqual(order.toSorted((one, other) => one - other));
});

test('the network is looked at again before very many requests have been worked on', async () => {
  const { admit, isBusy } = createAdmission(createManualClock());
  let worked = 0;
  for (let request = 0; request < 1_000; request += 1)
    admit({ from: 'somebody', work: () => (worked += 1), refuse() {} });
  await turn();
  await turn();
  expect(worked).toBeGreaterThan(0);
  expect(worked).toBeLessThanOrEqual(64);
  expect(isBusy()).toBe(true);
  for (let turns = 0; turns < 100; turns += 1) await turn();
  expect(worked).toBe(1_000);
  expect(isBusy()).toBe(false);
});

describe('what would wait for its turn longer than 3 s', () => {
  /** Requests that take so many milliseconds each. */
  function createBusyAdmission(takesMs: number) {
    let now = 0;
    const { admit } = createAdmission({ ...createManualClock(), now: () => now });
    const outcome = { worked: 0, refused: 0 };
    const come = (requests: number) => {
      for (let request = 0; request < requests; request += 1) {
        admit({
          from: 'somebody',
          work() {
            now += takesMs;
            outcome.worked += 1;
          },
          refuse: () => (outcome.refused += 1),
        });
      }
    };
    return { come, outcome };
  }

  test('is refused at its turn', async () => {
    const { come, outcome } = createBusyAdmission(100);
    come(100);
    expect(outcome.refused).toBe(0);
    for (let turns = 0; turns < 200; turns += 1) await turn();
    // The last that is worked on begins just in time.
    expect(outcome).toEqual({ worked: 31, refused: 69 });
  });

  test('is refused at once while one waits that came so long ago, and no longer', async () => {
    const { come, outcome } = createBusyAdmission(4_000);
    come(2);
    while (outcome.worked === 0) await turn();
    come(10);
    expect(outcome).toEqual({ worked: 1, refused: 10 });
    for (let turns = 0; turns < 10; turns += 1) await turn();
    expect(outcome).toEqual({ worked: 1, refused: 11 });
    come(1);
    for (let turns = 0; turns < 10; turns += 1) await turn();
    expect(outcome).toEqual({ worked: 2, refused: 11 });
  });

  test('is refused at once when 15,000 wait', async () => {
    const { come, outcome } = createBusyAdmission(0);
    come(15_010);
    expect(outcome).toEqual({ worked: 0, refused: 10 });
  });
});

test('a request that had to wait for its turn takes answers that were young when it came', async () => {
  const { clock, query, counts } = createHarness();
  const withdrawal = '{ account { details(ccy: ["BTC"]) { eq maxWithdrawal { maxWd } } } }';
  const arrivedAt = clock.now();
  await query(withdrawal);
  await clock.advance(1_500);
  expect(await query(withdrawal, { arrivedAt })).not.toHaveProperty('errors');
  expect(counts()).toEqual({ balance: 1, 'max-withdrawal': 1 });
  await query(withdrawal, { arrivedAt: clock.now() });
  expect(counts()).toEqual({ balance: 2, 'max-withdrawal': 2 });
});

test('keys wait for those of requests that have come after theirs', async () => {
  let isBusy = true;
  const { clock, ask, counts } = createHarness({ moreIsComing: () => isBusy });
  const first = ask('{ account { details(ccy: ["BTC"]) { ccy } } }');
  await clock.advance(10);
  expect(counts()).toEqual({});
  const second = ask('{ account { details(ccy: ["ETH"]) { ccy } } }');
  isBusy = false;
  await clock.run(Promise.all([first, second]));
  expect(counts()).toEqual({ balance: 1 });
});

test('keys wait no longer than 25 ms for requests of which ever more come', async () => {
  const { clock, ask, counts } = createHarness({ moreIsComing: () => true });
  const answer = ask('{ account { details(ccy: ["BTC"]) { ccy } } }');
  await clock.advance(24);
  expect(counts()).toEqual({});
  await clock.advance(1);
  expect(counts()).toEqual({ balance: 1 });
  await clock.run(answer);
});

test('the time that it takes to read what has come is none of these 25 ms', async () => {
  const manual = createManualClock();
  let readMs = 0;
  const clock: ManualClock = { ...manual, now: () => manual.now() + readMs };
  const { ask, counts } = createHarness({
    clock,
    moreIsComing: () => true,
    budgetOf(_name, limit) {
      const budget = createBudget(limit, clock);
      return {
        ...budget,
        waitFor(calls) {
          // A key has come. Before it can be sent, the network is looked at.
          queueMicrotask(() => (readMs = 30));
          return budget.waitFor(calls);
        },
      };
    },
  });
  const answer = ask('{ account { details(ccy: ["BTC"]) { ccy } } }');
  await clock.advance(24);
  expect(readMs).toBe(30);
  expect(counts()).toEqual({});
  await clock.advance(1);
  expect(counts()).toEqual({ balance: 1 });
  await clock.run(answer);
});

test('the deadline counts from when the request came', async () => {
  const { clock, query, counts } = createHarness({ deadlineMs: 1_000 });
  await clock.advance(5_000);
  const late = await query('{ account { totalEq } }', { arrivedAt: clock.now() - 1_001 });
  // The limit leaves calls enough: it is time that was wanting.
  expect(late).toMatchObject({
    errors: [{ extensions: { code: 'DEADLINE_EXCEEDED', retryAfterMs: 1_000 } }],
  });
  expect(counts()).toEqual({});
});

describe('callers take turns', () => {
  test('however many requests of another one wait', async () => {
    const { admit } = createAdmission(createManualClock());
    const order: string[] = [];
    const come = (from: string) => admit({ from, work: () => order.push(from), refuse() {} });
    for (let request = 0; request < 1_000; request += 1) come('one');
    for (let request = 0; request < 3; request += 1) come('other');
    while (order.length < 1_003) await turn();
    expect(order.slice(0, 7)).toEqual(['one', 'other', 'one', 'other', 'one', 'other', 'one']);
  });

  test('and only who has very many waiting is refused for it', () => {
    const { admit } = createAdmission(createManualClock());
    const refused: string[] = [];
    const come = (from: string) =>
      admit({ from, work() {}, refuse: () => void refused.push(from) });
    for (let request = 0; request < 20_000; request += 1) come('one');
    expect(refused).toHaveLength(5_000);
    for (let request = 0; request < 100; request += 1) come('other');
    expect(refused).toHaveLength(5_000);
  });
});
