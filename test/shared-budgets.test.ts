import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createLedger, type Standing } from '../src/budget/ledger.ts';
import { connectRedis } from '../src/budget/redis.ts';
import { createSharedBudget } from '../src/budget/shared-budget.ts';
import { createRandomness } from '../src/simulator/randomness.ts';
import { systemClock as clock } from '../src/time/clock.ts';
import { hasRedisServer, type RedisServer, startRedisServer } from './support/redis-server.ts';

// Redis goes by its own clock, so these run in real time, with a short window. The claims hold however late a
// busy machine lets a timer run, since arrivals are noted in the order in which they happen.

const limit = { calls: 6, windowMs: 300 };
const longestCallMs = 80;
const longestLeaseMs = 1_000;
const replicas = 3;

describe.skipIf(!hasRedisServer())('gateways that share a budget through Redis', () => {
  test.concurrent('use all of it together, and never more', async () => {
    await using redis = await startRedisServer();
    await using gateways = await startGateways(redis);
    await gateways.run(4_000);
    expect(busiestWindow(gateways.arrivals)).toBe(limit.calls);
    // The record is closed for the first second, when Redis may have forgotten leases.
    const windows = (4_000 - 1_500) / (limit.windowMs + longestCallMs);
    expect(gateways.arrivals.length).toBeGreaterThan(0.8 * windows * limit.calls);
    expect(gateways.users()).toBe(replicas);
  }, 30_000);

  test.concurrent('go by their shares when Redis is killed, and by the record when it is back', async () => {
    await using redis = await startRedisServer();
    await using gateways = await startGateways(redis);
    await gateways.run(2_000);
    await Promise.all([redis.kill(), gateways.run(2_500)]);
    expect(gateways.standings()).toEqual(['alone', 'alone', 'alone']);
    const alone = gateways.arrivals.length;
    await Promise.all([redis.restart(), gateways.run(3_000)]);
    expect(gateways.standings()).toEqual(['shared', 'shared', 'shared']);
    expect(gateways.arrivals.length).toBeGreaterThan(alone + 2 * limit.calls);
    expect(busiestWindow(gateways.arrivals)).toBe(limit.calls);
    expect(longestPause(gateways.arrivals)).toBeLessThan(3_000);
  }, 30_000);

  test.concurrent('do the same when Redis hangs, and a call waits at most 50 ms for it', async () => {
    await using redis = await startRedisServer();
    await using gateways = await startGateways(redis);
    await gateways.run(2_000);
    redis.hang();
    await gateways.run(3_000);
    expect(gateways.standings()).toEqual(['alone', 'alone', 'alone']);
    expect(gateways.slowestTake()).toBeLessThan(50 + 100);
    redis.resume();
    await gateways.run(3_000);
    expect(gateways.standings()).toEqual(['shared', 'shared', 'shared']);
    expect(busiestWindow(gateways.arrivals)).toBe(limit.calls);
  }, 30_000);

  test.concurrent('outlast a hang that is shorter than a lease without changing over', async () => {
    await using redis = await startRedisServer();
    await using gateways = await startGateways(redis);
    await gateways.run(2_000);
    const changes = () =>
      gateways
        .heard()
        .flat()
        .filter((heard) => heard === 'alone').length;
    const before = changes();
    redis.hang();
    await gateways.run(200);
    redis.resume();
    await gateways.run(1_000);
    expect(changes()).toBe(before);
    expect(busiestWindow(gateways.arrivals)).toBe(limit.calls);
  }, 30_000);

  test.concurrent('make no call too many when Redis is flushed', async () => {
    await using redis = await startRedisServer();
    await using gateways = await startGateways(redis);
    await gateways.run(2_000);
    for (let times = 0; times < 3; times += 1) {
      const before = gateways.arrivals.length;
      await Promise.all([redis.flush(), gateways.run(2_000)]);
      expect(gateways.arrivals.length).toBeGreaterThan(before + limit.calls);
    }
    expect(busiestWindow(gateways.arrivals)).toBe(limit.calls);
  }, 30_000);

  test.concurrent('tell the leases that they hold when Redis has forgotten them', async () => {
    await using redis = await startRedisServer();
    const [mine, other] = [connectGateway(redis, 10_000), connectGateway(redis, 10_000)] as const;
    await pause(1_500);
    const leases = await Promise.all(Array.from({ length: limit.calls }, () => mine.budget.take()));
    expect(leases.every((lease) => lease)).toBe(true);
    await redis.flush();
    // The calls are under way all the time, for longer than Redis stays closed.
    await pause(2_000);
    expect(await other.budget.take()).toBeNull();
    leases[0]?.end();
    await pause(limit.windowMs + 50);
    expect(await other.budget.take()).not.toBeNull();
    expect(await other.budget.take()).toBeNull();
    for (const { ledger } of [mine, other]) ledger.close();
  }, 30_000);

  test.concurrent('make no call too many whatever becomes of Redis', async () => {
    await using redis = await startRedisServer();
    await using gateways = await startGateways(redis);
    const random = createRandomness(7);
    const blows = [
      () => redis.flush(),
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
  }, 60_000);
});

interface Gateway extends ReturnType<typeof connectGateway> {
  readonly random: () => number;
  calls: number;
  slowestTakeMs: number;
}

/** What a gateway has of the budget that it shares. */
function connectGateway(redis: RedisServer, longest: number) {
  const heard: Standing[] = [];
  const ledger = createLedger({
    redis: connectRedis(redis.url, () => {}),
    clock,
    longestLeaseMs: longest,
    onStanding: (standing) => heard.push(standing),
  });
  const budget = createSharedBudget('main/balance', limit, { ledger, clock, replicas });
  return { ledger, budget, heard };
}

/** Gateways that each make calls all the time, as many as their budget allows. */
async function startGateways(redis: RedisServer) {
  const arrivals: number[] = [];
  const gateways: Gateway[] = [];
  for (let index = 0; index < replicas; index += 1) {
    gateways.push({
      ...connectGateway(redis, longestLeaseMs),
      random: createRandomness(index),
      calls: 0,
      slowestTakeMs: 0,
    });
    // Each looks after Redis at other moments.
    await pause(90);
  }

  async function makeCalls(gateway: Gateway, until: number): Promise<void> {
    const { budget, random } = gateway;
    while (clock.now() < until) {
      const askedAt = clock.now();
      const lease = await budget.take();
      gateway.slowestTakeMs = Math.max(gateway.slowestTakeMs, clock.now() - askedAt);
      if (!lease) {
        await pause(Math.max(5, Math.min(budget.waitFor(1), until - clock.now())));
        continue;
      }
      if (random() < 0.1) {
        lease.giveBack();
        continue;
      }
      gateway.calls += 1;
      const takesMs = random() * longestCallMs;
      const call = async () => {
        await pause(random() * takesMs);
        arrivals.push(clock.now());
        await pause(random() * takesMs);
        lease.end();
      };
      void call();
    }
  }

  return {
    arrivals,
    /** The changes of standing that each gateway told. */
    heard: () => gateways.map(({ heard }) => heard),
    standings: () => gateways.map(({ ledger }) => ledger.standing()),
    /** Gateways that made calls. */
    users: () => gateways.filter(({ calls }) => calls > 0).length,
    slowestTake: () => Math.max(...gateways.map(({ slowestTakeMs }) => slowestTakeMs)),
    async run(ms: number) {
      const until = clock.now() + ms;
      await Promise.all(gateways.map((gateway) => makeCalls(gateway, until)));
    },
    async [Symbol.asyncDispose]() {
      await pause(2 * longestCallMs);
      for (const { ledger } of gateways) ledger.close();
    },
  };
}

/** The most arrivals within any window. */
function busiestWindow(arrivals: readonly number[]): number {
  return Math.max(
    ...arrivals.map(
      (first) => arrivals.filter((at) => at >= first && at < first + limit.windowMs).length,
    ),
  );
}

function longestPause(arrivals: readonly number[]): number {
  return Math.max(...arrivals.map((at, index) => at - (arrivals[index - 1] ?? at)));
}
