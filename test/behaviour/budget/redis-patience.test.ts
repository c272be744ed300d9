import { expect, test } from 'vitest';
import { createLedger } from '../../../src/budget/ledger.ts';
import { createTurningClock, turn } from '../../support/turning-clock.ts';

test('a call waits 50 ms for a Redis that does not answer, and no longer', async () => {
  const clock = createTurningClock();
  const ledger = createLedger({
    redis: { run: () => new Promise(() => {}), reconnect() {}, close() {} },
    clock,
    maxLeaseMs: 5_250,
    onStanding() {},
  });
  // Not in step with the beats.
  await clock.advance(20);
  const replies: unknown[] = [];
  const message = { budget: 'main/balance', calls: 10, windowMs: 2_000, take: 'lease' };
  void ledger.tell(message).then((reply) => replies.push(reply));
  await clock.advance(49);
  await turn();
  expect(replies).toEqual([]);
  await clock.advance(1);
  await turn();
  expect(replies).toEqual([null]);
  ledger.close();
});
