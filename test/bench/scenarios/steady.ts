import { createRandomness } from '../../../src/simulator/randomness.ts';
import type { GatewayKind } from '../local-gateway.ts';
import { arrivals, runOpenLoop, type Scheduled } from '../open-loop.ts';
import { type Circumstances, percent, resultOf, type Scenario } from '../scenario.ts';
import { createStandardQuestions, fewestCalls, type KeyedQuestion } from '../standard-questions.ts';
import { startTestBed, warm } from '../test-bed.ts';
import { tallyOf } from '../tally.ts';
import { trafficOf } from '../traffic.ts';

const queriesPerSecond = [10, 100, 1_000];
const kinds: readonly GatewayKind[] = ['this gateway', 'plain gateway'];
const mostP99Ms = 600;
/** Of the calls that the exchange allows, where clients want more. */
const leastShare = 0.9;
/** How old answers may be, in ms, where nothing else is set: what comes within it can share an answer. */
const maxAgeMs = 200;

/** Queries that come at an even rate from clients who do not wait for each other. */
export const steady: Scenario = async (circumstances) => {
  for (const perSecond of queriesPerSecond) {
    for (const kind of kinds) circumstances.report(await runSteady(kind, perSecond, circumstances));
  }
};

async function runSteady(
  kind: GatewayKind,
  perSecond: number,
  { facts, seconds, signal }: Circumstances,
) {
  await using bed = await startTestBed({ kind, signal });
  await warm(bed, { perSecond, clients: perSecond, facts: facts[0], signal });
  const draw = createRandomness(perSecond);
  const drawQuestion = createStandardQuestions(facts[0]);
  const times = arrivals(perSecond, seconds, draw);
  const schedule = times.map((dueMs) => ({ dueMs, question: drawQuestion(draw) }));
  const before = bed.exchange.calls.length;
  const { startedAt, samples } = await runOpenLoop({ ask: bed.ask, schedule, signal });
  const calls = bed.exchange.calls.slice(before);
  const traffic = trafficOf(calls);
  const { asked, right, latency } = tallyOf(samples);
  const refused = traffic.reduce((sum, own) => sum + own.refused, 0);
  const p99 = latency?.p99 ?? Infinity;
  const wanted = wantedCalls(schedule);
  const granted = calls.filter(({ code }) => code === '0');
  const during = trafficOf(granted.filter(({ at }) => at < startedAt + seconds * 1_000));
  const scarce = during
    .map(({ endpoint, calls: made, limit, windowMs }) => {
      const allowed = (limit * seconds * 1_000) / windowMs;
      return { endpoint, made, allowed, wanted: wanted.get(endpoint) ?? 0 };
    })
    .filter((one) => one.wanted > one.allowed * 1.1);
  return resultOf({
    name: `${perSecond} per second`,
    kind,
    samples,
    calls,
    remarks: scarce.map((one) => `${percent(one.made, one.allowed)} of ${one.endpoint} used`),
    wanted: `every query answered, p99 within ${mostP99Ms} ms, no call turned away, ${percent(leastShare, 1)} of the allowed calls used where more are wanted`,
    misses: [
      right < asked && `${asked - right} of ${asked} queries were not answered`,
      refused > 0 && `${refused} calls were one too many`,
      p99 > mostP99Ms && `p99 is ${p99.toFixed(0)} ms; ${mostP99Ms} are wanted`,
      ...scarce
        .filter(({ made, allowed }) => made < allowed * leastShare)
        .map(
          ({ endpoint, made, allowed }) =>
            `${made} calls of ${endpoint} were made where ${allowed} were allowed and more wanted`,
        ),
    ],
  });
}

/** By endpoint, the calls that it would take to answer within the age of answers whatever comes within it. */
function wantedCalls(schedule: readonly Scheduled<KeyedQuestion>[]): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  for (const slot of Map.groupBy(schedule, ({ dueMs }) => Math.floor(dueMs / maxAgeMs)).values()) {
    for (const [endpoint, calls] of fewestCalls(slot.map(({ question }) => question))) {
      wanted.set(endpoint, (wanted.get(endpoint) ?? 0) + calls);
    }
  }
  return wanted;
}
