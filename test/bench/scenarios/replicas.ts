import { setTimeout as pause } from 'node:timers/promises';
import { createRandomness } from '../../../src/simulator/randomness.ts';
import { arrivals, runOpenLoop } from '../open-loop.ts';
import { type RedisServer, startRedisServer } from '../../support/redis-server.ts';
import type { Scenario } from '../scenario.ts';
import { replicas as gateways, sharingResult } from '../sharing.ts';
import { createStandardQuestions } from '../standard-questions.ts';
import { startTestBed, warm } from '../test-bed.ts';

const perSecond = 30;

/** What Redis meets, each after so many seconds of peace. */
const troubles: readonly (readonly [seconds: number, trouble: Trouble])[] = [
  [
    4,
    async (redis) => {
      await redis.kill();
      await redis.restart();
    },
  ],
  [5, hang],
  [5, (redis) => redis.command('FLUSHALL')],
];
const leastSeconds = 30;

/** Gateways that share the limits of one account through a Redis that crashes, hangs and forgets. */
export const replicas: Scenario = async ({ facts, seconds, signal, report }) => {
  await using redis = await startRedisServer();
  const environments = Array.from({ length: gateways }, () => ({
    REDIS_URL: redis.url,
    REPLICAS: String(gateways),
  }));
  await using bed = await startTestBed({ kind: 'this gateway', signal, environments });
  await warm(bed, { clients: perSecond, facts: facts[0], signal });
  const draw = createRandomness(1);
  const drawQuestion = createStandardQuestions(facts[0]);
  const times = arrivals(perSecond, Math.max(seconds, leastSeconds), draw);
  const schedule = times.map((dueMs) => ({ dueMs, question: drawQuestion(draw) }));
  const before = bed.exchange.calls.length;
  const running = runOpenLoop({ ask: bed.ask, schedule, signal });
  const [{ samples }] = await Promise.all([running, makeTrouble(redis, signal)]);
  const calls = bed.exchange.calls.slice(before);
  report(sharingResult(`${gateways} gateways, Redis in trouble`, samples, calls));
};

type Trouble = (redis: RedisServer, signal: AbortSignal) => Promise<void>;

async function makeTrouble(redis: RedisServer, signal: AbortSignal): Promise<void> {
  for (const [seconds, trouble] of troubles) {
    await pause(seconds * 1_000, undefined, { signal });
    await trouble(redis, signal);
  }
}

/** For longer than gateways wait before they go by their own share. */
async function hang(redis: RedisServer, signal: AbortSignal): Promise<void> {
  redis.hang();
  try {
    await pause(8_000, undefined, { signal });
  } finally {
    redis.resume();
  }
}
