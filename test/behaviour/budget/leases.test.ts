import { expect, test } from 'vitest';
import { createBudget, type Lease } from '../../../src/budget/budget.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const limit = { calls: 4, windowMs: 2_000 };

test('a lease is free again one window after its call was answered, not sent', async () => {
  const clock = createManualClock();
  const budget = createBudget({ calls: 1, windowMs: 2_000 }, clock);
  const lease = await budget.take();
  await clock.advance(500);
  lease?.end();
  await clock.advance(1_999);
  expect(await budget.take()).toBeNull();
  expect(budget.waitFor(1)).toBe(1);
  await clock.advance(1);
  expect(await budget.take()).not.toBeNull();
});

test('who leaves leases to others gets none of them, and others do', async () => {
  const budget = createBudget(limit, createManualClock());
  expect(await budget.take([], 3)).not.toBeNull();
  expect(await budget.take([], 3)).toBeNull();
  expect(await budget.take()).not.toBeNull();
});

test('a lease that is ended twice counts once', async () => {
  const budget = createBudget(limit, createManualClock());
  const lease = await budget.take();
  await budget.take();
  lease?.end();
  lease?.end();
  expect(budget.inUse()).toBe(2);
});

test('the wait for further calls is the soonest at which they could all be made', async () => {
  const clock = createManualClock();
  const budget = createBudget(limit, clock);
  const leases = (await Promise.all(Array.from({ length: 4 }, () => budget.take()))).filter(
    (lease): lease is Lease => lease !== null,
  );
  for (const lease of leases.slice(0, 3)) {
    lease.end();
    await clock.advance(100);
  }
  // Three are free 1700, 1800 and 1900 ms from now; the fourth is still under way.
  expect([0, 1, 2, 3, 4, 5, 8, 9].map((calls) => budget.waitFor(calls))).toEqual([
    0, 1_700, 1_800, 1_900, 2_000, 3_700, 4_000, 5_700,
  ]);
});
