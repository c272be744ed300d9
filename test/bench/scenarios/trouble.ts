import { setTimeout as pause } from 'node:timers/promises';
import { maxAvailSize } from '../../../src/endpoints/max-avail-size/declaration.ts';
import { createRandomness } from '../../../src/simulator/randomness.ts';
import { startRedisServer } from '../../support/redis-server.ts';
import { startSlowRoad } from '../../support/slow-road.ts';
import { arrivals, runOpenLoop, type Scheduled } from '../open-loop.ts';
import type { Circumstances, Result, Scenario } from '../scenario.ts';
import { replicas, sharingResult } from '../sharing.ts';
import { scheduleSingleCalls } from '../single-calls.ts';
import { createStandardQuestions } from '../standard-questions.ts';
import { startTestBed, type TestBed, warm } from '../test-bed.ts';

/** What becomes of the first of the gateways. */
interface Trouble {
  readonly name: string;
  /** How long the load lasts. */
  readonly seconds: number;
  /** There and back between the gateway and Redis. */
  readonly roundTripMs?: number;
  /** What befalls it, after some seconds of peace. */
  readonly strike?: (stage: Stage, signal: AbortSignal) => Promise<void>;
}

type Load = readonly [name: string, schedule: readonly Scheduled[]];

/** A test bed whose first gateway reaches Redis by a road, and a load for it. */
interface Stage extends AsyncDisposable {
  readonly bed: TestBed;
  readonly road: Awaited<ReturnType<typeof startSlowRoad>>;
  readonly load: Load;
}

const peaceMs = 5_000;

const troubles: readonly Trouble[] = [
  {
    name: 'cut off from Redis for 60 s',
    seconds: 80,
    async strike({ road }, signal) {
      road.cutOff();
      await pause(60_000, undefined, { signal });
      road.mend();
    },
  },
  {
    name: 'killed, replaced after 5 s',
    seconds: 40,
    async strike({ bed }, signal) {
      bed.gateways[0]?.signal('SIGKILL');
      await pause(5_000, undefined, { signal });
      await bed.replace(0);
    },
  },
  {
    name: 'paused for 15 s',
    seconds: 40,
    async strike({ bed }, signal) {
      const [gateway] = bed.gateways;
      gateway?.signal('SIGSTOP');
      try {
        await pause(15_000, undefined, { signal });
      } finally {
        gateway?.signal('SIGCONT');
      }
    },
  },
  {
    name: 'replaced at SIGTERM',
    seconds: 30,
    async strike({ bed }) {
      bed.gateways[0]?.signal('SIGTERM');
      await bed.replace(0);
    },
  },
  { name: 'far from Redis (70 ms)', seconds: 30, roundTripMs: 70 },
  { name: 'far from Redis (300 ms)', seconds: 30, roundTripMs: 300 },
];

/** Of standard questions. */
const perSecond = 30;
/** Of what the limit allows, in the load in which each question takes a call of its own. */
const used = 0.8;
/** Longer than DEADLINE_MS, as of a proxy: see docs/operating.md. */
const patienceMs = 11_000;

/**
 * One of three gateways in trouble, in each at the same time, on a test bed and with a Redis of its own.
 *
 * Queries count wherever they are answered: a client whose gateway is gone asks the next one at once, and one whose
 * gateway says nothing does so after 11 s, which count. What a gateway answers is not asked again, so a refusal by one that may make
 * no calls is a query that was not answered.
 */
export const trouble: Scenario = async (circumstances) => {
  const inTurn = createTurns();
  const running = troubles.flatMap((one) =>
    [standardLoad, scarceLoad].map(async (loadOf) => {
      await using stage = await inTurn(async () => startStage(one, loadOf, circumstances));
      return await meet(one, stage, circumstances);
    }),
  );
  for (const result of await Promise.all(running)) circumstances.report(result);
};

async function startStage(
  one: Trouble,
  loadOf: typeof standardLoad,
  circumstances: Circumstances,
): Promise<Stage> {
  const { signal } = circumstances;
  await using cleanUp = new AsyncDisposableStack();
  const redis = cleanUp.use(await startRedisServer());
  const road = cleanUp.use(await startSlowRoad(redis.url, (one.roundTripMs ?? 0) / 2));
  const environments = [road, redis, redis].map(({ url }) => ({
    REDIS_URL: url,
    REPLICAS: String(replicas),
  }));
  const kind = 'this gateway';
  const bed = cleanUp.use(await startTestBed({ kind, signal, environments, patienceMs }));
  const load = await loadOf(one, circumstances);
  const started = cleanUp.move();
  return { bed, road, load, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

async function meet(one: Trouble, stage: Stage, { facts, signal }: Circumstances): Promise<Result> {
  const { bed, load } = stage;
  await warm(bed, { perSecond, clients: perSecond, facts: facts[0], signal });
  const before = bed.exchange.calls.length;
  const [loadName, schedule] = load;
  const [{ samples }] = await Promise.all([
    runOpenLoop({ ask: bed.ask, schedule, signal }),
    befall(one, stage, signal),
  ]);
  const name = `1 of ${replicas} ${one.name}${loadName}`;
  return sharingResult(name, samples, bed.exchange.calls.slice(before));
}

async function befall(one: Trouble, stage: Stage, signal: AbortSignal): Promise<void> {
  await pause(peaceMs, undefined, { signal });
  await one.strike?.(stage, signal);
}

/** Processes that all start at once take longer than they may. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return async <T>(start: () => Promise<T>): Promise<T> => {
    const own = last.then(start);
    last = own.catch(() => {});
    return own;
  };
}

async function standardLoad({ seconds }: Trouble, { facts }: Circumstances): Promise<Load> {
  const draw = createRandomness(1);
  const drawQuestion = createStandardQuestions(facts[0]);
  const times = arrivals(perSecond, seconds, draw);
  return ['', times.map((dueMs) => ({ dueMs, question: drawQuestion(draw) }))];
}

async function scarceLoad({ seconds }: Trouble, { facts, oracle }: Circumstances): Promise<Load> {
  const { calls, windowMs } = maxAvailSize.limit;
  const times = arrivals((used * calls * 1_000) / windowMs, seconds, createRandomness(1));
  const schedule = await scheduleSingleCalls(facts[0].accountId, times, oracle);
  return [`, ${used * 100} % of a limit`, schedule];
}
