import type { Question } from '../ask.ts';
import { type BenchCaller, callersOf } from '../callers.ts';
import { askInCrowd } from '../crowd-load.ts';
import { type Circumstances, percent, type Result, resultOf, type Scenario } from '../scenario.ts';
import { scheduleSingleCalls } from '../single-calls.ts';
import { trafficOf } from '../traffic.ts';

const [light, heavy] = [1, 3];
/** Each alone wants three times what the exchange allows. */
const perSecond = 30;
const longestSeconds = 30;
/** More questions than come in that time. */
const each = 2_000;
const tolerance = 0.1;
/** Of the calls that the exchange allows. */
const leastShare = 0.9;

/** Two callers who both want more than there is, one of them with three times the weight. */
export const weights: Scenario = async (circumstances) => {
  const running = [1, 3].map(async (gateways) => runWeights(gateways, circumstances));
  for (const result of await Promise.all(running)) circumstances.report(result);
};

async function runWeights(gateways: number, circumstances: Circumstances): Promise<Result> {
  const { facts, oracle } = circumstances;
  const seconds = Math.min(circumstances.seconds, longestSeconds);
  const callers = callersOf([light, heavy]);
  const times = Array.from({ length: callers.length * each }, () => 0);
  const all = await scheduleSingleCalls(facts[0].accountId, times, oracle);
  const loads = callers.map((caller, index) => {
    const questions = all.slice(index * each, (index + 1) * each).map(({ question }) => question);
    const left = questions.values();
    return { caller, questions, perSecond, drawQuestion: () => nextOf(left) };
  });
  const outcome = await askInCrowd(loads, gateways, { ...circumstances, seconds });

  const { calls } = outcome;
  const [one = 0, other = 0] = loads.map(({ questions }) => {
    const prices = new Set(questions.map(({ variables }) => variables['px']));
    const priceOf = (target: string) => new URLSearchParams(target.split('?')[1]).get('px');
    return calls.filter(({ target }) => prices.has(priceOf(target))).length;
  });
  const ratio = other / one / (heavy / light);
  const traffic = trafficOf(calls);
  const allowed = traffic.reduce(
    (sum, { limit, windowMs }) => sum + (limit * seconds * 1_000) / windowMs,
    0,
  );
  const refused = trafficOf(outcome.allCalls).reduce((sum, own) => sum + own.refused, 0);
  const where = gateways === 1 ? '' : `, ${gateways} gateways`;
  return resultOf({
    name: `weights ${light} and ${heavy}${where}`,
    kind: 'this gateway',
    samples: callers.flatMap((caller: BenchCaller) => outcome.samples.get(caller) ?? []),
    calls: outcome.allCalls,
    remarks: [
      `${one} and ${other} calls, 1 to ${(other / one).toFixed(2)}`,
      `${percent(one + other, allowed)} of the limit used`,
    ],
    wanted: `calls ${light} to ${heavy}, within ${percent(tolerance, 1)}; ${percent(leastShare, 1)} of the allowed calls used, none turned away`,
    misses: [
      !(Math.abs(ratio - 1) <= tolerance) && `${one} and ${other} calls were made`,
      one + other < allowed * leastShare &&
        `${one + other} calls were made where ${allowed} were allowed and more wanted`,
      refused > 0 && `${refused} calls were one too many`,
    ],
  });
}

function nextOf(questions: Iterator<Question>): Question {
  const { value, done } = questions.next();
  if (done) throw new RangeError('more questions come than were made');
  return value;
}
