import { expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

const totalEq = 'subscription { account { totalEq } }';

test('figures come at once', async () => {
  const { subscribe, counts } = createHarness();
  const { results, isComplete } = await subscribe(totalEq);
  expect(results).toEqual([{ data: { account: { totalEq: expect.any(String) } } }]);
  expect(isComplete()).toBe(false);
  expect(counts()).toEqual({ balance: 1 });
});

test('what does not change is not sent again', async () => {
  const { clock, subscribe, counts } = createHarness();
  const { results } = await subscribe(totalEq);
  await clock.advance(10_000);
  expect(results).toHaveLength(1);
  expect(counts()).toEqual({ balance: 11 });
});
