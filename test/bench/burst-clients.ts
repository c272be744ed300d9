import { defaultAccounts } from '../../src/simulator/accounts.ts';
import type { SimulatedCall } from '../../src/simulator/exchange.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { createOracle } from '../support/oracle.ts';
import { connectClients, type Sample } from './ask.ts';
import { readFacts } from './expectations.ts';
import { runOpenLoop } from './open-loop.ts';
import { createStandardQuestions, fewestCalls } from './standard-questions.ts';
import { connect, seed, standIdle } from './test-bed.ts';

// Clients in a process of their own, which send many queries at one moment, again and again. At the end they tell what became of
// them: in one line, so that nothing is written meanwhile.

/** What became of the queries of one moment. */
export interface Burst {
  readonly samples: readonly Sample[];
  /** That arrived at the exchange because of them. */
  readonly calls: readonly SimulatedCall[];
  /** By the keys that they hold. */
  readonly fewest: number;
}

const [gatewayUrl = '', reportUrl = '', queries = '', times = ''] = process.argv.slice(2);
const { signal } = new AbortController();
const facts = await readFacts(defaultAccounts[0]?.id ?? '', createOracle(seed));
const drawQuestion = createStandardQuestions(facts);
const draw = createRandomness(Number(queries));
const gateways = [{ url: gatewayUrl }];
await using clients = connectClients({ gateways, patienceMs: 30_000, signal });
const { ask } = clients;

async function callsSoFar(): Promise<readonly SimulatedCall[]> {
  const calls: readonly SimulatedCall[] = await (await fetch(reportUrl)).json();
  return calls;
}

const bursts: Burst[] = [];
for (let time = 0; time < Number(times); time += 1) {
  await standIdle(signal);
  await connect(ask, Number(queries), signal);
  await callsSoFar();
  const questions = Array.from({ length: Number(queries) }, () => drawQuestion(draw));
  const schedule = questions.map((question) => ({ dueMs: 0, question }));
  const { samples } = await runOpenLoop({ ask, schedule, signal });
  const fewest = [...fewestCalls(questions).values()].reduce((sum, count) => sum + count, 0);
  bursts.push({ samples, calls: await callsSoFar(), fewest });
}
console.log(`Ready ${JSON.stringify(bursts)}`);
