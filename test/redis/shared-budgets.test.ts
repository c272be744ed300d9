import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Budget } from '../../src/budget/budget.ts';
import type { Standing } from '../../src/budget/member.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { systemClock as clock } from '../../src/time/clock.ts';
import { describeWith } from '../support/programs.ts';
import { startRedisServer } from '../support/redis-server.ts';
import {
  connectGateway,
  limit,
  maxLeaseMs,
  replicas,
  startGateways,
} from '../support/sharing-gateways.ts';
import { startSlowRoad } from '../support/slow-road.ts';
import { createStallingProcess } from '../support/stalling-process.ts';

// Redis goes by its own clock, so these run in real time, with a short window. The claims hold however late a
// busy machine lets a timer run, since arrivals are noted in the order in which they happen.

describeWith('redis-server', 'gateways that share a budget through Redis', () => {
  test.concurrent('use all of it together, and never more', async () => {
    await using redis = await startRedisServer();
    await using gateways = await startGateways(redis);
    await gateways.run(4_000);
    expect(busiestWindow(gateways.arrivals)).toBe(limit.calls);
    // Leases come back again and again. It could be twice as many, on a machine that does nothing else.
    expect(gateways.arrivals.length).toBeGreaterThan(3 * limit.calls);
    expect(gateways.users()).toBe(replicas);
  });

  test.concurrent('go by their shares when Redis is killed, and by the record when it is back', async () => {
    await using redis = await startRedisServer();
    await using gateways = await startGateways(redis);
    await gateways.run(2_000);
    const before = gateways.arrivals.length;
    await Promise.all([redis.kill(), gateways.run(4_500)]);
    await untilAll(gateways, 'alone');
    const alone = gateways.arrivals.length;
    expect(alone).toBeGreaterThan(before);
    await Promise.all([redis.restart(), gateways.run(3_000)]);
    await untilAll(gateways, 'shared');
    expect(gateways.arrivals.length).toBeGreaterThan(alone + limit.calls);
    expect(busiestWindow(gateways.arrivals)).toBe(limit.calls);
  });

  test.concurrent('go by their shares when Redis hangs, and by the record when it answers again', async () => {
    await using redis = await startRedisServer();
    await using gateways = await startGateways(redis);
    await gateways.run(2_000);
    redis.hang();
    await gateways.run(4_500);
    await untilAll(gateways, 'alone');
    redis.resume();
    await gateways.run(3_000);
    await untilAll(gateways, 'shared');
    expect(busiestWindow(gateways.arrivals)).toBe(limit.calls);
  });

  test.concurrent('outlast a hang that is shorter than a lease without changing over', async () => {
    await using redis = await startRedisServer();
    // Longer than a busy machine may keep the gateways from looking.
    await using gateways = await startGateways(redis, 6_000);
    await gateways.run(8_000);
    redis.hang();
    await gateways.run(200);
    redis.resume();
    await gateways.run(1_000);
    expect(gateways.heard()).toEqual([['shared'], ['shared'], ['shared']]);
    expect(busiestWindow(gateways.arrivals)).toBe(limit.calls);
  });

  test.concurrent('make no call too many when Redis is flushed', async () => {
    await using redis = await startRedisServer();
    await using gateways = await startGateways(redis);
    await gateways.run(2_000);
    for (let times = 0; times < 3; times += 1) {
      const before = gateways.arrivals.length;
      await Promise.all([redis.command('FLUSHALL'), gateways.run(2_000)]);
      expect(gateways.arrivals.length).toBeGreaterThan(before + limit.calls);
    }
    expect(busiestWindow(gateways.arrivals)).toBe(limit.calls);
  });

  test.concurrent('give no lease until all have ended that Redis has forgotten', async () => {
    await using redis = await startRedisServer();
    const [mine, other] = [connectGateway(redis, 3_000), connectGateway(redis, 3_000)] as const;
    await untilIt(() => mine.budget.inUse() === 0 && other.budget.inUse() === 0);
    for (let leases = 0; leases < limit.calls; leases += 1) await untilTaken(mine.budget);
    await redis.command('FLUSHALL');
    const flushedAt = clock.now();
    expect(await other.budget.take()).toBeNull();
    await untilTaken(other.budget);
    expect(clock.now() - flushedAt).toBeGreaterThan(2_900);
    await Promise.all([mine, other].map(async ({ ledger }) => ledger.close()));
  });

  test.concurrent('go by their shares when Redis can be read but not written', async () => {
    await using redis = await startRedisServer();
    await using gateways = await startGateways(redis);
    await gateways.run(2_000);
    await redis.command('CONFIG SET min-replicas-to-write 1');
    await gateways.run(4_500);
    await untilAll(gateways, 'alone');
    await redis.command('CONFIG SET min-replicas-to-write 0');
    await gateways.run(3_000);
    await untilAll(gateways, 'shared');
    expect(busiestWindow(gateways.arrivals)).toBe(limit.calls);
  });

  test.concurrent('go by their shares when Redis is too slow for a call to wait for', async () => {
    await using redis = await startRedisServer();
    await using road = await startSlowRoad(redis.url, 300);
    await using gateways = await startGateways(road);
    await gateways.run(7_000);
    await untilAll(gateways, 'alone');
    expect(gateways.heard().flat()).not.toContain('shared');
    expect(gateways.arrivals.length).toBeGreaterThan(2 * limit.calls);
    expect(busiestWindow(gateways.arrivals)).toBeLessThanOrEqual(limit.calls);
  });

  test.concurrent('make no call too many when Redis hangs, answers some and hangs again', async () => {
    await using redis = await startRedisServer();
    await using gateways = await startGateways(redis);
    await gateways.run(2_000);
    for (let times = 0; times < 6; times += 1) {
      redis.hang();
      await gateways.run(800);
      redis.resume();
      await gateways.run(60 + 40 * times);
      redis.hang();
      await gateways.run(700);
      redis.resume();
      await gateways.run(1_500);
    }
    expect(busiestWindow(gateways.arrivals)).toBeLessThanOrEqual(limit.calls);
  });

  test.concurrent('make no call too many when one of them is cut off, or far away, or stands still', async () => {
    await using redis = await startRedisServer();
    const process = createStallingProcess();
    await using road = await startSlowRoad(redis.url, 35);
    await using gateways = await startGateways(redis, maxLeaseMs, [
      { url: road.url },
      { url: redis.url, process },
    ]);
    const running = gateways.run(16_000);
    await pause(2_000);
    road.cutOff();
    await pause(5_000);
    process.stall();
    await pause(3_000);
    road.mend();
    process.goOn();
    await running;
    expect(busiestWindow(gateways.arrivals)).toBeLessThanOrEqual(limit.calls);
    expect(gateways.heard()[0]).toContain('alone');
    expect(gateways.users()).toBe(replicas);
  });

  test.concurrent('make no call too many whatever becomes of Redis', async () => {
    await using redis = await startRedisServer();
    await using gateways = await startGateways(redis);
    const random = createRandomness(7);
    const blows = [
      () => redis.command('FLUSHALL'),
      async () => {
        redis.hang();
        await pause(random() * 2_000);
        redis.resume();
      },
      async () => {
        await redis.kill();
        await pause(random() * 2_000);
        await redis.restart();
      },
    ];
    const running = gateways.run(18_000);
    for (let times = 0; times < 7; times += 1) {
      await pause(random() * 1_000);
      await blows[times % blows.length]?.();
    }
    await running;
    expect(busiestWindow(gateways.arrivals)).toBeLessThanOrEqual(limit.calls);
    expect(gateways.arrivals.length).toBeGreaterThan(10 * limit.calls);
  });
});

async function untilIt(holds: () => boolean): Promise<void> {
  const end = clock.now() + 15_000;
  while (!holds()) {
    if (clock.now() > end) throw new Error(`It never held: ${String(holds)}`);
    await pause(5);
  }
}

async function untilAll(
  gateways: Awaited<ReturnType<typeof startGateways>>,
  standing: Standing,
): Promise<void> {
  await untilIt(() => gateways.standings().every((one) => one === standing));
}

/** A machine that is busy for the 50 ms that a call waits for Redis lets a lease go that could be had. */
async function untilTaken(budget: Pick<Budget, 'take'>): Promise<void> {
  const end = clock.now() + 15_000;
  while (!(await budget.take())) {
    if (clock.now() > end) throw new Error('There was never a lease.');
    await pause(5);
  }
}

/** The most arrivals within any window. */
function busiestWindow(arrivals: readonly number[]): number {
  return Math.max(
    ...arrivals.map(
      (first) => arrivals.filter((at) => at >= first && at < first + limit.windowMs).length,
    ),
  );
}
