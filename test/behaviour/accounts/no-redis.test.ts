import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../../src/exchange/secret.ts';
import { loadSharedBudgets } from '../../../src/accounts/load-shared-budgets.ts';
import { shareBudgets } from '../../../src/accounts/share-budgets.ts';
import { freePort } from '../../support/free-port.ts';
import { createManualClock } from '../../support/manual-clock.ts';

test('a gateway that has not reached its Redis since it began makes no calls, and tells the log why', async () => {
  const clock = createManualClock();
  const refused = Promise.withResolvers<void>();
  const lines: string[] = [];
  const log = pino(
    { level: 'warn' },
    {
      write(line) {
        lines.push(line);
        if (line.includes('ECONNREFUSED')) refused.resolve();
      },
    },
  );
  const { budgetOf, redis, close } = shareBudgets(
    { redisUrl: new Secret(`redis://127.0.0.1:${await freePort()}`), replicas: 3 },
    { clock, log },
  );
  onTestFinished(async () => clock.run(close()));
  const budget = budgetOf?.('main/balance', { calls: 10, windowMs: 2_000 });
  if (!budget) throw new Error('Budgets are not shared.');
  await refused.promise;

  const since = clock.now();
  // Nobody withholds anything for it.
  await clock.advance(60_000);
  expect(await budget.take()).toBeNull();
  expect(budget.waitFor(1)).toBe(5_000);
  expect(budget.inUse()).toBe(10);
  expect(lines.join()).toContain('Redis unavailable: no calls until it is back');
  expect(redis()).toEqual({
    standing: 'silent',
    since,
    isPaused: false,
    closedForMs: 0,
    partForMs: 0,
    replicas: 3,
    trouble: { at: expect.any(Number), reason: 'ECONNREFUSED' },
  });
});

test('without the address of a Redis nothing is shared', async () => {
  const log = pino({ level: 'silent' });
  const parts = { clock: createManualClock(), log };
  const shared = await loadSharedBudgets({ redisUrl: null, replicas: 1 }, parts);
  expect(shared.budgetOf).toBeUndefined();
  expect(shared.redis()).toBeNull();
  await shared.close();
});
