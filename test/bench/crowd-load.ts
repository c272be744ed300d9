import { setTimeout as pause } from 'node:timers/promises';
import { maxLeaseMs } from '../../src/accounts/share-budgets.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import type { SimulatedCall } from '../../src/simulator/exchange.ts';
import { startRedisServer } from '../support/redis-server.ts';
import type { Sample } from './ask.ts';
import type { BenchCaller } from './callers.ts';
import type { DrawQuestion } from './crowd-questions.ts';
import { arrivals, runOpenLoop, type Scheduled } from './open-loop.ts';
import type { Circumstances } from './scenario.ts';
import { startTestBed, warm } from './test-bed.ts';

/** How it begins, when nobody knows yet who asks how much, is not looked at. Unit: seconds. */
const leadSeconds = 15;

/** What one caller asks, at random times. */
export interface CallerLoad {
  readonly caller: BenchCaller;
  readonly perSecond: number;
  readonly drawQuestion: DrawQuestion;
}

/** What came of it, once it had been going on for a while. */
export interface CrowdOutcome {
  /** By caller. */
  readonly samples: ReadonlyMap<BenchCaller, readonly Sample[]>;
  /** Calls that arrived then. */
  readonly calls: readonly SimulatedCall[];
  /** And from the beginning. */
  readonly allCalls: readonly SimulatedCall[];
}

/**
 * Has callers ask for the same account at once.
 *
 * @param gateways among which requests go round; several share the limits through Redis
 */
export async function askInCrowd(
  loads: readonly CallerLoad[],
  gateways: number,
  { facts, seconds, signal }: Circumstances,
): Promise<CrowdOutcome> {
  await using cleanUp = new AsyncDisposableStack();
  const redis = gateways > 1 ? cleanUp.use(await startRedisServer()) : null;
  const environment = redis ? { REDIS_URL: redis.url, REPLICAS: String(gateways) } : {};
  const environments = Array.from({ length: gateways }, () => environment);
  const callers = loads.map(({ caller }) => caller);
  const kind = 'this gateway';
  const bed = cleanUp.use(await startTestBed({ kind, signal, environments, callers }));
  // A record that knows nothing gives no lease for a while.
  if (redis) await pause(maxLeaseMs, undefined, { signal });
  await warm(bed, { clients: callers.length, facts: facts[0], signal });

  const schedule = scheduleOf(loads, leadSeconds + seconds);
  const before = bed.exchange.calls.length;
  const { startedAt, samples } = await runOpenLoop({ ask: bed.ask, schedule, signal });
  const fromAt = startedAt + leadSeconds * 1_000;
  const asked = schedule.flatMap(({ caller }, index) => {
    const sample = samples[index];
    return sample && sample.dueAt >= fromAt ? [{ caller, sample }] : [];
  });
  const allCalls = bed.exchange.calls.slice(before);
  const untilAt = fromAt + seconds * 1_000;
  return {
    samples: new Map(
      [...Map.groupBy(asked, ({ caller }) => caller)].map(([caller, own]) => [
        caller,
        own.map(({ sample }) => sample),
      ]),
    ),
    calls: allCalls.filter(({ at }) => at >= fromAt && at < untilAt),
    allCalls,
  };
}

/** The same for the same caller, whoever else asks. */
function scheduleOf(
  loads: readonly CallerLoad[],
  seconds: number,
): readonly (Scheduled & { readonly caller: BenchCaller })[] {
  return loads
    .flatMap(({ caller, perSecond, drawQuestion }, index) => {
      const draw = createRandomness(index + 1);
      return arrivals(perSecond, seconds, draw).map((dueMs) => ({
        dueMs,
        caller,
        question: { ...drawQuestion(draw), token: caller.token },
      }));
    })
    .toSorted((one, other) => one.dueMs - other.dueMs);
}
