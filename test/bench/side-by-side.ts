import type { SimulatedCall } from '../../src/simulator/exchange.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import type { Sample } from './ask.ts';
import { arrivals, runOpenLoop, type Scheduled } from './open-loop.ts';
import { processorTimeMs } from './processor-time.ts';
import { type Circumstances, percent, type Result, resultOf } from './scenario.ts';
import { createStandardQuestions } from './standard-questions.ts';
import { tallyOf } from './tally.ts';
import { type TestBed, warm } from './test-bed.ts';

/** The loads come by turns to the one gateway and the other, since what else a machine does is not the same all the time. */
const turns = 4;
/** Until code that runs for each query is compiled: where there is more of it, a minute of few queries would tell of little else. */
const compiling = { perSecond: 400, seconds: 10, clients: 400 };
/** Of what it is without, a figure may be so many times that with it. */
const most = 1.05;

/** A gateway, and what it is called beside the other: `everybody may ask`. */
interface Side {
  readonly name: string;
  readonly bed: TestBed;
}

/** What came of all turns of one gateway. */
interface Run extends Side {
  readonly samples: Sample[];
  readonly calls: SimulatedCall[];
  processorMs: number;
}

/** The figures that could be made worse. */
interface Figures {
  readonly right: number;
  readonly p99: number;
  /** Milliseconds of processor time for each query. */
  readonly processorMs: number;
}

/**
 * The same queries at an even rate to a gateway without something and to one with it, which may not cost much.
 *
 * @param without what is compared with
 */
export async function compare(
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
  [without, withIt]: readonly [without: Side, withIt: Side],
  { facts, signal }: Circumstances,
): Promise<readonly Result[]> {
  const runOf = ({ name, bed }: Side): Run => ({
    name: `${perSecond} per second, ${name}`,
    bed,
    samples: [],
    calls: [],
    processorMs: 0,
  });
  const pair = [runOf(without), runOf(withIt)] as const;
  const draw = createRandomness(perSecond);
  const drawQuestion = createStandardQuestions(facts[0]);
  for (const { bed } of pair) await warm(bed, { ...compiling, facts: facts[0], signal });
  for (let turn = 0; turn < turns; turn += 1) {
    const times = arrivals(perSecond, seconds / turns, draw);
    const schedule = times.map((dueMs) => ({ dueMs, question: drawQuestion(draw) }));
    for (const run of turn % 2 === 0 ? pair : pair.toReversed()) {
      await warm(run.bed, { perSecond, clients: perSecond, facts: facts[0], signal });
      await ask(run, schedule, signal);
    }
  }
  const base = { name: without.name, ...figuresOf(pair[0]) };
  return [resultOfRun(pair[0]), resultOfRun(pair[1], base)];
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

function resultOfRun(run: Run, other?: Figures & { readonly name: string }): Result {
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
        `against ${other.name}: p99 ${ratio(p99, other.p99)}, processor time ${ratio(processorMs, other.processorMs)}`,
    ].filter((remark) => remark !== undefined),
    wanted: other
      ? `answered, p99 and processor time within ${within} of those where ${other.name}`
      : 'every query answered',
    misses: other
      ? [
          right * most < other.right &&
            `${percent(right, 1)} were answered, and ${percent(other.right, 1)} where ${other?.name}`,
          p99 > other.p99 * most &&
            `p99 is ${p99.toFixed(0)} ms, and ${other.p99.toFixed(0)} where ${other?.name}`,
          processorMs > other.processorMs * most &&
            `a query takes ${processorMs.toFixed(2)} ms of processor time, and ${other.processorMs.toFixed(2)} where ${other?.name}`,
        ]
      : [right < 1 && `${percent(right, 1)} were answered`],
  });
}

const ratio = (one: number, other: number): string => `${(one / other).toFixed(2)} times`;
