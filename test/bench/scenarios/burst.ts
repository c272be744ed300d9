import { createRandomness } from '../../../src/simulator/randomness.ts';
import type { Question, Sample } from '../ask.ts';
import type { AccountFacts } from '../expectations.ts';
import type { GatewayKind } from '../local-gateway.ts';
import { runOpenLoop } from '../open-loop.ts';
import { type Circumstances, resultOf, type Scenario } from '../scenario.ts';
import { createStandardQuestions, fewestCalls } from '../standard-questions.ts';
import { standIdle, startTestBed, type TestBed, warm } from '../test-bed.ts';
import { runLargeBursts } from './large-burst.ts';

/** How many queries come at once, and how many times the fewest calls that could answer them may be made. */
const bursts = [
  { queries: 10, mostTimes: 1.2 },
  { queries: 100, mostTimes: 1.2 },
];
/** Each comes so often, since it is a matter of milliseconds which queries are read together. */
const repeats = 3;
const kinds: readonly GatewayKind[] = ['this gateway', 'plain gateway'];

/** Many queries at the same moment, on an idle gateway; and one with very many keys. Very many are asked from a process of their own. */
export const burst: Scenario = async (circumstances) => {
  const { facts, signal, report } = circumstances;
  for (const kind of kinds) {
    await using bed = await startTestBed({ kind, signal });
    for (const size of bursts) {
      await warm(bed, { clients: size.queries, facts: facts[0], signal });
      report(await runBursts(bed, kind, size, circumstances));
    }
    if (kind === 'this gateway') report(await runLoneQuery(bed, circumstances));
    for (const result of await runLargeBursts(kind)) report(result);
  }
};

async function runBursts(
  bed: TestBed,
  kind: GatewayKind,
  { queries, mostTimes }: (typeof bursts)[number],
  { facts, signal }: Circumstances,
) {
  const draw = createRandomness(queries);
  const drawQuestion = createStandardQuestions(facts[0]);
  const before = bed.exchange.calls.length;
  const samples: Sample[] = [];
  let fewest = 0;
  for (let index = 0; index < repeats; index += 1) {
    const questions = Array.from({ length: queries }, () => drawQuestion(draw));
    const schedule = questions.map((question) => ({ dueMs: 0, question }));
    const done = await runOpenLoop({ ask: bed.ask, schedule, signal });
    samples.push(...done.samples);
    fewest += fewestCalls(questions)
      .values()
      .reduce((sum, count) => sum + count, 0);
    await standIdle(signal);
  }
  const calls = bed.exchange.calls.slice(before);
  const times = calls.length / fewest;
  const failed = samples.filter(({ outcome }) => outcome !== 'right').length;
  return resultOf({
    name: `bursts of ${queries}`,
    kind,
    samples,
    calls,
    remarks: [`${fewest} calls possible, ${times.toFixed(1)} times as many made`],
    wanted: `every query answered, by at most ${mostTimes} times the calls possible`,
    misses: [
      failed > 0 && `${failed} queries were not answered`,
      times > mostTimes &&
        `${calls.length} calls are ${times.toFixed(2)} times the ${fewest} that would do; ${mostTimes} are wanted`,
    ],
  });
}

const lone = { keys: 120, calls: 6, withinMs: 20 };

/** As many calls as the keys of one query need leave together. */
async function runLoneQuery({ exchange, ask }: TestBed, { facts, signal }: Circumstances) {
  const question = questionOfMany(facts[0], lone.keys);
  const before = exchange.calls.length;
  const { samples } = await runOpenLoop({ ask, schedule: [{ dueMs: 0, question }], signal });
  const calls = exchange.calls.slice(before);
  const times = calls.map(({ at }) => at);
  const spreadMs = Math.max(...times) - Math.min(...times);
  return resultOf({
    name: `one query for ${lone.keys} currencies`,
    kind: 'this gateway',
    samples,
    calls,
    remarks: [`arrived within ${spreadMs.toFixed(0)} ms`],
    wanted: `${lone.calls} calls that arrive within ${lone.withinMs} ms`,
    misses: [
      calls.length !== lone.calls && `it took ${calls.length} calls; ${lone.calls} would do`,
      spreadMs > lone.withinMs &&
        `its calls arrived within ${spreadMs.toFixed(0)} ms; ${lone.withinMs} are wanted`,
    ],
  });
}

/** Every currency that is listed and, to make up the number, some that are not, which the account never held. */
function questionOfMany({ details }: AccountFacts, count: number): Question {
  const listed = [...details.keys()];
  const others = Array.from({ length: count - listed.length }, (_, index) => `NONE${index}`);
  const ccy = [...listed, ...others];
  return {
    query: 'query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy eq } } }',
    variables: { ccy },
    expected: {
      account: {
        details: ccy.map((one) => {
          const detail = details.get(one);
          return detail ? { ccy: one, eq: detail['eq'] || null } : null;
        }),
      },
    },
  };
}
