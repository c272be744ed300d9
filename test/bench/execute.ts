import { deepStrictEqual, equal } from 'node:assert/strict';
import { parse, validate } from 'graphql';
import { createExecutor } from '../../src/execution/compile.ts';
import { referenceExecute } from '../../src/execution/reference.ts';
import { servedSchema } from '../../src/server/served-schema.ts';
import { costsInTurns } from './costs-in-turns.ts';
import { ccys, context, questions } from './rows-at-hand.ts';

/** How many times the processor time of a plan the graphql package has to take at least. */
const leastGain = 1.5;

const executor = createExecutor(servedSchema, 100);

console.log(`A whole balance of ${ccys.length} currencies.\n`);
console.log(
  '| What is asked for | Characters | By the graphql package | By a plan | The first in the second |\n| --- | ---: | ---: | ---: | ---: |',
);
for (const { what, query, variables = {} } of questions) {
  const document = parse(query);
  deepStrictEqual(validate(servedSchema, document), []);
  const reference = referenceExecute(servedSchema, document, null, 100);
  const planned = executor.prepare(document);
  const [expected, got] = [await reference(context, variables), await planned(context, variables)];
  equal(got.data, expected.data);
  deepStrictEqual([expected.errors, got.errors], [[], []]);

  const [first, second] = await costsInTurns([reference, planned], variables);
  const gain = first / second;
  console.log(
    `| ${what} | ${got.data?.length} | ${first.toFixed(1)} µs | ${second.toFixed(1)} µs | ${gain.toFixed(1)} |`,
  );
  if (!(gain >= leastGain)) {
    console.error(
      `\n${what}: a plan takes more than 1/${leastGain} of what the graphql package takes.`,
    );
    process.exitCode = 1;
  }
}
