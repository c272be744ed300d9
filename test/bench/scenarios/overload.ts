import { maxAvailSize } from '../../../src/endpoints/max-avail-size/declaration.ts';
import { createRandomness } from '../../../src/simulator/randomness.ts';
import type { GatewayKind } from '../local-gateway.ts';
import { watchMemory } from '../memory.ts';
import { arrivals, runOpenLoop } from '../open-loop.ts';
import { type Circumstances, resultOf, type Scenario } from '../scenario.ts';
import { scheduleSingleCalls } from '../single-calls.ts';
import { percentilesOf } from '../tally.ts';
import { startTestBed, warm } from '../test-bed.ts';

const kinds: readonly GatewayKind[] = ['this gateway', 'plain gateway'];
/** Times what the exchange allows. */
const excess = 10;
const { calls: limit, windowMs } = maxAvailSize.limit;
const perSecond = (excess * limit * 1_000) / windowMs;

const maxGrowthMib = 150;
const maxRefusalMs = 50;
/** A third of the bound on waiting: a refusal that comes later did not come at once. */
const earlyMs = 1_000;
/** The bound on waiting, and a call. */
const maxAnswerMs = 3_200;
/** Of the calls that are allowed while the load lasts; each serves one query. */
const leastUsed = 0.97;

/** Ten times as many queries as can be answered, of which no two can share a call. */
export const overload: Scenario = async (circumstances) => {
  for (const kind of kinds) circumstances.report(await runOverload(kind, circumstances));
};

async function runOverload(kind: GatewayKind, { facts, oracle, seconds, signal }: Circumstances) {
  const times = arrivals(perSecond, seconds, createRandomness(1));
  const schedule = await scheduleSingleCalls(facts[0].accountId, times, oracle);
  await using bed = await startTestBed({ kind, signal });
  await warm(bed, { clients: perSecond, facts: facts[0], signal });
  const before = bed.exchange.calls.length;
  using memory = watchMemory(bed.gateways[0]?.pid ?? 0);
  const { samples } = await runOpenLoop({ ask: bed.ask, schedule, signal });
  const growthMib = memory.grownBy();
  const refusals = samples.filter(({ retryAfterMs }) => retryAfterMs !== null);
  const early = refusals.filter(({ tookMs }) => tookMs < earlyMs);
  const refusal = percentilesOf(early.map(({ tookMs }) => tookMs));
  const right = samples.filter(({ outcome }) => outcome === 'right');
  const answer = percentilesOf(right.map(({ tookMs }) => tookMs));
  const allowed = (limit * seconds * 1_000) / windowMs;
  const late = samples.filter((one) => one.outcome === 'failed' && one.tookMs >= earlyMs).length;
  return resultOf({
    name: `${excess} times the limit`,
    kind,
    samples,
    calls: bed.exchange.calls.slice(before),
    remarks: [
      growthMib !== null && `${growthMib.toFixed(0)} MiB more memory`,
      refusal &&
        `${early.length} refused at once: p50 ${refusal.p50.toFixed(0)} ms, p99 ${refusal.p99.toFixed(0)} ms`,
      late > 0 && `${late} refused late`,
    ].filter((remark) => typeof remark === 'string'),
    wanted: `refusals at once and within ${maxRefusalMs} ms (p99), answers within ${maxAnswerMs} ms (p50), ${leastUsed * 100} % of the allowed calls answer a query, at most ${maxGrowthMib} MiB more memory`,
    misses: [
      growthMib !== null &&
        growthMib > maxGrowthMib &&
        `the gateway took ${growthMib.toFixed(0)} MiB more memory; ${maxGrowthMib} are wanted at most`,
      !refusal && 'nothing was refused at once',
      late > 0 && `${late} were refused late`,
      answer !== null &&
        answer.p50 > maxAnswerMs &&
        `p50 of right answers is ${answer.p50.toFixed(0)} ms; ${maxAnswerMs} are wanted`,
      right.length < leastUsed * allowed &&
        `${right.length} were answered; ${Math.ceil(leastUsed * allowed)} are wanted`,
      refusal !== null &&
        refusal.p99 > maxRefusalMs &&
        `p99 of refusals is ${refusal.p99.toFixed(0)} ms; ${maxRefusalMs} are wanted`,
    ],
  });
}
