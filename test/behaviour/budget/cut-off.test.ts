import { describe, expect, test } from 'vitest';
import { createSharers, limit } from '../../support/cut-off.ts';
import { createTurningClock, turn } from '../../support/turning-clock.ts';
import { createLedger } from '../../../src/budget/ledger.ts';

describe('a gateway that is cut off from Redis', () => {
  test('makes no calls at first, then goes by its part, and by nothing when its seat has ended', async () => {
    const { clock, start } = createSharers({ replicas: 2 });
    const [one] = await start();
    one?.cutOff();
    await clock.advance(7_000);
    expect(await one?.takeAll()).toBe(0);
    await clock.advance(2_000);
    expect(await one?.takeAll()).toBe(5);
    await clock.advance(105_000);
    expect(one?.ledger.standing()).toBe('alone');
    await clock.advance(8_000);
    expect(await one?.takeAll()).toBe(0);
    expect(one?.standings).toEqual(['shared', 'alone', 'silent']);
  });

  test('knows until when it will have its part, and that is when it loses it', async () => {
    const { clock, start } = createSharers({ replicas: 2 });
    const [one] = await start();
    one?.cutOff();
    await clock.advance(10_000);
    await clock.advance((one?.ledger.partForMs() ?? 0) - 1);
    expect(one?.ledger.standing()).toBe('alone');
    await clock.advance(1);
    expect(one?.ledger.standing()).toBe('silent');
  });

  test('has its part withheld from the others before it goes by it, until its seat has certainly ended', async () => {
    const { clock, start } = createSharers({ replicas: 2 });
    const [one, other] = await start();
    one?.cutOff();
    await clock.advance(1_400);
    expect(other?.budget.inUse()).toBe(0);
    await clock.advance(600);
    expect(await other?.takeAll()).toBe(5);
    await clock.advance(120_000);
    expect(await other?.takeAll()).toBe(5);
    await clock.advance(9_000);
    expect(await other?.takeAll()).toBe(10);
  });

  test('gets back to the record at once, and has its part withheld until the leases of it have ended', async () => {
    const { clock, start } = createSharers({ replicas: 2 });
    const [one, other] = await start();
    one?.cutOff();
    await clock.advance(9_000);
    const lease = await one?.budget.take();
    one?.cutOff(false);
    await clock.advance(500);
    expect(one?.ledger.standing()).toBe('shared');
    lease?.end();
    await clock.advance(1_500);
    expect(await other?.takeAll()).toBe(5);
    await clock.advance(9_000);
    expect(await other?.takeAll()).toBe(10);
  });

  test('that stands still has its leases until calls of it can have come late, and a window more', async () => {
    const { clock, start } = createSharers({ replicas: 2 });
    const [one, other] = await start();
    expect(await one?.takeAll()).toBe(10);
    one?.cutOff();
    await clock.advance(8_400);
    expect(await other?.takeAll()).toBe(0);
    await clock.advance(200);
    expect(await other?.takeAll()).toBe(5);
  });

  test('that says goodbye leaves everything to the others at once', async () => {
    const { clock, start } = createSharers({ replicas: 2 });
    const [one, other] = await start();
    await clock.run(one?.ledger.close() ?? Promise.reject(new Error('There is none.')));
    await clock.advance(2_000);
    expect(await other?.takeAll()).toBe(10);
  });

  test('that says goodbye while a call of its part is under way leaves its part to nobody yet', async () => {
    const { clock, start } = createSharers({ replicas: 2 });
    const [one, other] = await start();
    one?.cutOff();
    await clock.advance(9_500);
    expect(await one?.budget.take()).not.toBeNull();
    one?.cutOff(false);
    await clock.advance(500);
    await one?.ledger.close();
    await clock.advance(2_000);
    expect(await other?.takeAll()).toBe(5);
  });

  test('since it began makes no calls, since nobody withholds anything for it', async () => {
    const { clock, connect } = createSharers({ replicas: 2 });
    const late = connect();
    late.cutOff();
    await clock.advance(100_000);
    expect(await late.takeAll()).toBe(0);
    expect(late.standings).toEqual(['shared', 'silent']);
    // So that queries are refused at once, and not at their deadline.
    expect(late.budget.waitFor(1)).toBe(5_000);
  });
});

test('more gateways than there are parts share, and one beyond them has none to go by', async () => {
  const { clock, start } = createSharers({ replicas: 2 });
  const [, , third] = await start(3);
  expect(await third?.takeAll()).toBe(10);
  third?.cutOff();
  await clock.advance(20_000);
  expect(await third?.takeAll()).toBe(0);
});

test('a gateway from which everything was withheld asks again, and gets it when the seats of the others have ended', async () => {
  const { clock, start } = createSharers({ replicas: 2 });
  const [one, other, third] = await start(3);
  one?.cutOff();
  other?.cutOff();
  await clock.advance(3_000);
  expect(await third?.takeAll()).toBe(0);
  expect(third?.budget.waitFor(1)).toBe(100);
  await clock.advance(130_000);
  expect(third?.budget.waitFor(1)).toBe(0);
  expect(await third?.takeAll()).toBe(10);
});

test('a Redis that forgets withholds for a while what those who are cut off may use', async () => {
  const { clock, record, start } = createSharers({ replicas: 3 });
  const [one, other] = await start();
  one?.cutOff();
  await clock.advance(10_000);
  record.forget();
  // No lease is given until all have ended that it does not know, and then none of the three calls of who is cut off.
  await clock.advance(5_000);
  expect(await other?.takeAll()).toBe(0);
  await clock.advance(2_000);
  expect(await other?.takeAll()).toBe(limit.calls - 3);
});

test('a lease that comes after more than 500 ms is not used, and given back', async () => {
  const { clock, start } = createSharers({ replicas: 2 });
  const [one, other] = await start();
  one?.slowDown(501);
  expect(
    await clock.run(one?.budget.take() ?? Promise.reject(new Error('There is none.'))),
  ).toBeNull();
  await clock.advance(100);
  expect(await other?.takeAll()).toBe(10);
});

test('a Redis to which it is far is used all the same', async () => {
  const { clock, start } = createSharers({ replicas: 2 });
  const [one, other] = await start();
  one?.slowDown(400);
  await clock.advance(20_000);
  expect(one?.ledger.standing()).toBe('shared');
  expect(await one?.takeAll()).toBeGreaterThan(4);
  expect(await other?.takeAll()).toBeLessThan(6);
});

test('a Redis to which there is no connection is asked again after a while, and not all the time', async () => {
  const { start } = createSharers({ replicas: 2 });
  const [one] = await start();
  one?.refuse();
  expect(await one?.budget.take()).toBeNull();
  expect(one?.ledger.standing()).toBe('shared');
  expect(one?.budget.waitFor(1)).toBe(100);
});

test('a gateway to which Redis is far gets some of what all want', async () => {
  const { clock, start } = createSharers({ replicas: 3 });
  const [far, one, other] = await start();
  far?.slowDown(300);
  await clock.advance(2_000);
  const takes = [far, one, other].map(async (gateway) => (await gateway?.takeFor(30_000)) ?? 0);
  const [ofFar = 0, ...ofOthers] = await clock.run(Promise.all(takes));
  expect(ofFar).toBeGreaterThan(15);
  // Nothing is lost by it.
  expect(ofOthers.reduce((sum, count) => sum + count, ofFar)).toBeGreaterThan(140);
});

test('what is free is kept for a gateway that was refused, but not for long', async () => {
  const { clock, start } = createSharers({ replicas: 2 });
  const [one, other] = await start();
  const all = Array.from({ length: limit.calls }, async () => one?.budget.take());
  const [lease] = await clock.run(Promise.all(all));
  expect(await other?.takeAll()).toBe(0);
  lease?.giveBack();
  await clock.advance(10);
  expect(await one?.takeAll()).toBe(0);
  await clock.advance(3_100);
  expect(await one?.takeAll()).toBe(1);
});

test('a call waits 500 ms for a Redis that does not answer, and no longer', async () => {
  const clock = createTurningClock();
  const ledger = createLedger({
    redis: { run: async () => new Promise(() => {}), reconnect() {}, close() {} },
    clock,
    maxLeaseMs: 5_500,
    unendedMs: 8_500,
    seatMs: 120_000,
    replicas: 2,
    onStanding() {},
  });
  // Not in step with the beats.
  await clock.advance(20);
  const replies: unknown[] = [];
  const message = { budget: 'main/balance', calls: 10, windowMs: 2_000, take: 'lease' };
  void ledger.tell(message).then((reply) => replies.push(reply));
  await clock.advance(499);
  await turn();
  expect(replies).toEqual([]);
  await clock.advance(1);
  await turn();
  expect(replies).toEqual([null]);
  await clock.advance(500);
});
