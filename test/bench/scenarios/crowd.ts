import type { Sample } from '../ask.ts';
import { type BenchCaller, callersOf } from '../callers.ts';
import { askInCrowd, type CallerLoad, type CrowdOutcome } from '../crowd-load.ts';
import { createCrowdQuestions } from '../crowd-questions.ts';
import { type Circumstances, percent, type Result, resultOf, type Scenario } from '../scenario.ts';
import { tallyOf } from '../tally.ts';
import { trafficOf } from '../traffic.ts';

const honestPerSecond = 0.5;
const wildPerSecond = 50;
/** Of the p99 of the nine alone, theirs beside the tenth may be so many times that. */
const mostTimes = 1.3;
/** So many times longer than other loads: a p99 of few queries is that of the worst burst among them. */
const times = 4;

const [wild, ...nine] = callersOf(Array.from({ length: 10 }, () => 1));

/**
 * Nine callers who ask little, alone and beside a tenth that asks a hundred times as much of the same account: each on
 * gateways and an exchange of their own.
 */
export const crowd: Scenario = async (circumstances) => {
  const running = [1, 3].map(async (gateways) => runCrowd(gateways, circumstances));
  for (const results of await Promise.all(running))
    for (const result of results) circumstances.report(result);
};

async function runCrowd(
  gateways: number,
  circumstances: Circumstances,
): Promise<readonly Result[]> {
  const questions = createCrowdQuestions(circumstances.facts[0]);
  const few = nine.map((caller): CallerLoad => {
    return { caller, perSecond: honestPerSecond, drawQuestion: questions.honest };
  });
  const many = (caller: BenchCaller): CallerLoad => {
    return { caller, perSecond: wildPerSecond, drawQuestion: questions.wild };
  };
  const all = [...few, ...(wild ? [many(wild)] : [])];
  const longer = { ...circumstances, seconds: circumstances.seconds * times };
  // At the same time, since what else a machine does is not the same all the time.
  const [alone, beside] = await Promise.all([
    askInCrowd(few, gateways, longer),
    askInCrowd(all, gateways, longer),
  ]);
  const where = gateways === 1 ? '' : `, ${gateways} gateways`;
  return [
    aloneResult(`9 callers${where}`, alone),
    besideResult(`9 callers beside a 10th${where}`, beside, alone),
  ];
}

/** Of the nine. */
function samplesOf({ samples }: CrowdOutcome): readonly Sample[] {
  return nine.flatMap((caller) => samples.get(caller) ?? []);
}

const unanswered = (samples: readonly Sample[]): number =>
  samples.filter(({ outcome }) => outcome === 'failed').length;

const p99Of = (samples: readonly Sample[]): number => tallyOf(samples).latency?.p99 ?? Infinity;

function aloneResult(name: string, outcome: CrowdOutcome): Result {
  const samples = samplesOf(outcome);
  const failed = unanswered(samples);
  return resultOf({
    name,
    kind: 'this gateway',
    samples,
    calls: outcome.allCalls,
    wanted: 'every query answered',
    misses: [failed > 0 && `${failed} queries were not answered`],
  });
}

function besideResult(name: string, outcome: CrowdOutcome, alone: CrowdOutcome): Result {
  const samples = samplesOf(outcome);
  const failed = unanswered(samples);
  const ratio = p99Of(samples) / p99Of(samplesOf(alone));
  const { wrong, asked, right, errors } = tallyOf((wild && outcome.samples.get(wild)) ?? []);
  const refused = trafficOf(outcome.allCalls).reduce((sum, one) => sum + one.refused, 0);
  const codes = [...errors].map(([code, count]) => `${code} ${count}`);
  return resultOf({
    name,
    kind: 'this gateway',
    samples,
    calls: outcome.allCalls,
    remarks: [
      `p99 ${ratio.toFixed(2)} times that of the 9 alone`,
      `the 10th: ${asked} queries, ${percent(right, asked)} right, ${codes.join(', ')}`,
    ],
    wanted: `every query of the 9 answered, their p99 at most ${mostTimes} times that alone, no call turned away`,
    misses: [
      failed > 0 && `${failed} queries of the 9 were not answered`,
      !(ratio <= mostTimes) &&
        `p99 is ${ratio.toFixed(2)} times that alone; ${mostTimes} are wanted`,
      wrong.length > 0 && `${wrong.length} answers to the 10th are wrong`,
      refused > 0 && `${refused} calls were one too many`,
    ],
  });
}
