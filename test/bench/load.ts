import { parseArgs } from 'node:util';
import { defaultAccounts } from '../../src/simulator/accounts.ts';
import { createOracle } from '../support/oracle.ts';
import { type AccountFacts, readFacts } from './expectations.ts';
import { missesOf, printResult, writeResults } from './report.ts';
import type { Result, Scenario } from './scenario.ts';
import { burst } from './scenarios/burst.ts';
import { callers } from './scenarios/callers.ts';
import { crowd } from './scenarios/crowd.ts';
import { faults } from './scenarios/faults.ts';
import { mixed } from './scenarios/mixed.ts';
import { overload } from './scenarios/overload.ts';
import { replicas } from './scenarios/replicas.ts';
import { steady } from './scenarios/steady.ts';
import { telemetry } from './scenarios/telemetry.ts';
import { trouble } from './scenarios/trouble.ts';
import { weights } from './scenarios/weights.ts';
import { renderTable } from './table.ts';
import { seed } from './test-bed.ts';

/** Each with the number of its loads, which come one after the other. */
const scenarios: ReadonlyMap<string, readonly [run: Scenario, loads: number]> = new Map([
  ['mixed', [mixed, 1]],
  ['burst', [burst, 9]],
  ['steady', [steady, 6]],
  ['callers', [callers, 3]],
  ['telemetry', [telemetry, 4]],
  // Side by side, but each longer than others.
  ['crowd', [crowd, 3]],
  ['weights', [weights, 1]],
  ['overload', [overload, 2]],
  ['faults', [faults, 2]],
  ['replicas', [replicas, 1]],
  // Side by side, but each longer than others.
  ['trouble', [trouble, 4]],
]);
/** The embedded exchange remembers 200,000 calls, and the plain gateway makes nearly as many in the longer time. */
const [leastSeconds, mostSeconds] = [5, 60];
/** Beyond the time of a load: for starting, for the last answers, for loads that have a length of their own. */
const graceMs = 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '6' },
    help: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const chosen = [...scenarios].filter(
  ([name]) => positionals.length === 0 || positionals.includes(name),
);
const areKnown = positionals.every((name) => scenarios.has(name));
if (values.help || !areKnown || !(seconds >= leastSeconds && seconds <= mostSeconds)) {
  const names = [...scenarios.keys()].join(' | ');
  console.log(`npm run bench:load -- [${names}]... [--seconds ${leastSeconds}-${mostSeconds}]`);
  process.exit(1);
}

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interrupted.abort(new Error(`ended by ${name}`)));
}
process.once('uncaughtException', (error) => interrupted.abort(error));

const results: Result[] = [];
function report(result: Result): void {
  results.push(result);
  printResult(result);
}

try {
  const oracle = createOracle(seed);
  const facts: AccountFacts[] = [];
  for (const { id } of defaultAccounts) facts.push(await readFacts(id, oracle));
  const [first, ...others] = facts;
  if (!first) throw new Error('the exchange has no accounts');
  for (const [, [run, loads]] of chosen) {
    const guard = AbortSignal.timeout(loads * (seconds * 1_000 + graceMs));
    const signal = AbortSignal.any([guard, interrupted.signal]);
    await run({ seconds, facts: [first, ...others], oracle, signal, report });
  }
  console.log(`\n${renderTable(results)}\n`);
  if (chosen.length === scenarios.size) {
    await writeResults(results, `npm run bench:load -- --seconds ${seconds}`);
  }
  for (const miss of missesOf(results)) console.log(`FAILED ${miss}`);
  process.exitCode = missesOf(results).length === 0 ? 0 : 1;
} catch (error) {
  console.log('FAILED', error);
  // What runs beside it ends, too.
  interrupted.abort(error);
  process.exitCode = 1;
}
