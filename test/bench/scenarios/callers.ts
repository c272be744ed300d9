import type { SimulatedCall } from '../../../src/simulator/exchange.ts';
import { createRandomness } from '../../../src/simulator/randomness.ts';
import type { Sample } from '../ask.ts';
import { callersOf } from '../callers.ts';
import { startIssuer } from '../issuer.ts';
import { arrivals, runOpenLoop, type Scheduled } from '../open-loop.ts';
import { processorTimeMs } from '../processor-time.ts';
import { type Circumstances, percent, type Result, resultOf, type Scenario } from '../scenario.ts';
import { createStandardQuestions } from '../standard-questions.ts';
import { tallyOf } from '../tally.ts';
import { startTestBed, type TestBed, warm } from '../test-bed.ts';

/** Half of them have tokens of the file, and half have JWTs. */
const known = 10;
/** The loads come by turns to the one gateway and the other, since what else a machine does is not the same all the time. */
const turns = 4;
/** Of what it is without callers, a figure may be so many times that with them. */
const most = 1.05;

/** What came of all turns of one gateway. */
interface Run {
  readonly name: string;
  readonly bed: TestBed;
  readonly samples: Sample[];
  readonly calls: SimulatedCall[];
  processorMs: number;
}

/** The figures that callers could make worse. */
interface Figures {
  readonly right: number;
  readonly p99: number;
  /** Milliseconds of processor time for each query. */
  readonly processorMs: number;
}

/** Queries at an even rate from callers that are known by their tokens or JWTs, beside the same where everybody may ask. */
export const callers: Scenario = async (circumstances) => {
  const { seconds } = circumstances;
  const light = [compare(10, seconds, circumstances), compare(100, seconds, circumstances)];
  for (const results of await Promise.all(light))
    for (const one of results) circumstances.report(one);
  // More queries of it tell nothing more.
  for (const one of await compare(1_000, seconds / 2, circumstances)) circumstances.report(one);
};

async function compare(
  perSecond: number,
  seconds: number,
  { facts, signal }: Circumstances,
): Promise<readonly Result[]> {
  const kind = 'this gateway';
  await using open = await startTestBed({ kind, signal });
  await using issuer = await startIssuer();
  const half = known / 2;
  const all = [...callersOf(Array.from({ length: half }, () => 1)), ...issuer.callersOf(half)];
  await using closed = await startTestBed({ kind, signal, callers: all });
  const runOf = (name: string, bed: TestBed): Run => ({
    name: `${perSecond} per second, ${name}`,
    bed,
    samples: [],
    calls: [],
    processorMs: 0,
  });
  const pair = [runOf('everybody may ask', open), runOf(`${known} callers`, closed)] as const;
  const draw = createRandomness(perSecond);
  const drawQuestion = createStandardQuestions(facts[0]);
  for (let turn = 0; turn < turns; turn += 1) {
    const times = arrivals(perSecond, seconds / turns, draw);
    const schedule = times.map((dueMs) => ({ dueMs, question: drawQuestion(draw) }));
    for (const run of turn % 2 === 0 ? pair : pair.toReversed()) {
      await warm(run.bed, { perSecond, clients: perSecond, facts: facts[0], signal });
      await ask(run, schedule, signal);
    }
  }
  const [without, withCallers] = pair;
  return [resultOfRun(without), resultOfRun(withCallers, figuresOf(without))];
}

async function ask(run: Run, schedule: readonly Scheduled[], signal: AbortSignal): Promise<void> {
  const { bed } = run;
  const pid = bed.gateways[0]?.pid ?? 0;
  const before = { calls: bed.exchange.calls.length, processorMs: processorTimeMs(pid) ?? 0 };
  const { samples } = await runOpenLoop({ ask: bed.ask, schedule, signal });
  run.processorMs += (processorTimeMs(pid) ?? 0) - before.processorMs;
  run.samples.push(...samples);
  run.calls.push(...bed.exchange.calls.slice(before.calls));
}

function figuresOf({ samples, processorMs }: Run): Figures {
  const { asked, right, latency } = tallyOf(samples);
  return { right: right / asked, p99: latency?.p99 ?? Infinity, processorMs: processorMs / asked };
}

function resultOfRun(run: Run, other?: Figures): Result {
  const { name, samples, calls } = run;
  const { right, p99, processorMs } = figuresOf(run);
  const told = `${processorMs.toFixed(2)} ms of processor time for each query`;
  const within = percent(most - 1, 1);
  return resultOf({
    name,
    kind: 'this gateway',
    samples,
    calls,
    remarks: [
      told,
      other &&
        `against everybody: p99 ${ratio(p99, other.p99)}, processor time ${ratio(processorMs, other.processorMs)}`,
    ].filter((remark) => remark !== undefined),
    wanted: other
      ? `answered, p99 and processor time within ${within} of those where everybody may ask`
      : 'every query answered',
    misses: other
      ? [
          right * most < other.right &&
            `${percent(right, 1)} were answered, and ${percent(other.right, 1)} where everybody may ask`,
          p99 > other.p99 * most &&
            `p99 is ${p99.toFixed(0)} ms, and ${other.p99.toFixed(0)} where everybody may ask`,
          processorMs > other.processorMs * most &&
            `a query takes ${processorMs.toFixed(2)} ms of processor time, and ${other.processorMs.toFixed(2)} where everybody may ask`,
        ]
      : [right < 1 && `${percent(right, 1)} were answered`],
  });
}

const ratio = (one: number, other: number): string => `${(one / other).toFixed(2)} times`;
