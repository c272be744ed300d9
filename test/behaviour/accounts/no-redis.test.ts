import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../../src/exchange/secret.ts';
import { shareBudgets } from '../../../src/accounts/share-budgets.ts';
import { freePort } from '../../support/free-port.ts';
import { createManualClock } from '../../support/manual-clock.ts';

test('a gateway whose Redis is not there goes by its share of the limits, and tells the log why', async () => {
  const clock = createManualClock();
  const refused = Promise.withResolvers<void>();
  const log = pino(
    { level: 'warn' },
    { write: (line) => line.includes('ECONNREFUSED') && refused.resolve() },
  );
  const { budgetOf, close } = shareBudgets(
    { redisUrl: new Secret(`redis://127.0.0.1:${await freePort()}`), replicas: 3 },
    { clock, log },
  );
  onTestFinished(close);
  const budget = budgetOf?.('main/balance', { calls: 10, windowMs: 2_000 });
  if (!budget) throw new Error('Budgets are not shared.');
  await refused.promise;

  // Until no lease of another gateway can be out any more, nobody knows whether there is one.
  expect(await budget.take()).toBeNull();
  expect(budget.waitFor(1)).toBe(100);
  expect(budget.inUse()).toBe(10);
  await clock.advance(5_250);
  expect(budget.inUse()).toBe(7);
  const leases = await Promise.all(Array.from({ length: 4 }, () => budget.take()));
  expect(leases.map((lease) => lease !== null)).toEqual([true, true, true, false]);
  expect(budget.inUse()).toBe(10);
  for (const lease of leases) lease?.end();
  expect(budget.waitFor(1)).toBe(2_000);
});

test('without the address of a Redis nothing is shared', () => {
  const log = pino({ level: 'silent' });
  const parts = { clock: createManualClock(), log };
  const shared = shareBudgets({ redisUrl: null, replicas: 1 }, parts);
  expect(shared.budgetOf).toBeUndefined();
  shared.close();
});
