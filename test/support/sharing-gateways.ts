import { setTimeout as pause } from 'node:timers/promises';
import { createLedger } from '../../src/budget/ledger.ts';
import { connectRedis } from '../../src/budget/redis.ts';
import { createSharedBudget } from '../../src/budget/shared-budget.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { systemClock as clock } from '../../src/time/clock.ts';
import type { RedisServer } from './redis-server.ts';
import type { StallingProcess } from './stalling-process.ts';

export const limit = { calls: 6, windowMs: 300 };
export const maxLeaseMs = 1_000;
/** A gateway that is cut off goes by its part for a while, and then makes no calls. */
const seatMs = 30_000;
const longestCallMs = 80;
export const replicas = 3;

interface Gateway extends ReturnType<typeof connectGateway> {
  readonly random: () => number;
  calls: number;
}

/** What a gateway has of the budget that it shares. */
export function connectGateway(
  { url }: Pick<RedisServer, 'url'>,
  longest: number,
  process?: StallingProcess,
) {
  const heard: string[] = [];
  const redis = connectRedis(url, () => {});
  const time = process?.clock ?? clock;
  const ledger = createLedger({
    redis: process?.of(redis) ?? redis,
    clock: time,
    maxLeaseMs: longest,
    unendedMs: longest,
    seatMs,
    replicas,
    onStanding: (standing) => heard.push(standing),
  });
  const budget = createSharedBudget('main/balance', limit, { ledger, clock: time });
  return { ledger, budget, heard };
}

/**
 * Gateways that each make calls all the time, as many as their budget allows.
 *
 * @param apart the ways and processes of those that are not like the others
 */
export async function startGateways(
  redis: Pick<RedisServer, 'url'>,
  longest = maxLeaseMs,
  apart: readonly { readonly url: string; readonly process?: StallingProcess }[] = [],
) {
  const arrivals: number[] = [];
  const gateways: Gateway[] = [];
  for (let index = 0; index < replicas; index += 1) {
    gateways.push({
      ...connectGateway(apart[index] ?? redis, longest, apart[index]?.process),
      random: createRandomness(index),
      calls: 0,
    });
    // Each looks after Redis at other moments.
    await pause(90);
  }

  async function makeCalls(gateway: Gateway, until: number): Promise<void> {
    const { budget, random } = gateway;
    while (clock.now() < until) {
      const lease = await budget.take();
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
    async run(ms: number) {
      const until = clock.now() + ms;
      await Promise.all(gateways.map((gateway) => makeCalls(gateway, until)));
    },
    async [Symbol.asyncDispose]() {
      await pause(2 * longestCallMs);
      await Promise.all(gateways.map(async ({ ledger }) => ledger.close()));
    },
  };
}
