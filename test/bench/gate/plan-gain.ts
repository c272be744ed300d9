/** Prints how many times the processor time of a plan the graphql package takes for the same query of rows that are there. */
import { equal } from 'node:assert/strict';
import { parse } from 'graphql';
import { createExecutor } from '../../../src/execution/compile.ts';
import { referenceExecute } from '../../../src/execution/reference.ts';
import { servedSchema } from '../../../src/server/served-schema.ts';
import { costsInTurns } from '../costs-in-turns.ts';
import { context, questions } from '../rows-at-hand.ts';

const { query = '' } = questions.find(({ what }) => what === '5 fields of each currency') ?? {};
const document = parse(query);
const reference = referenceExecute(servedSchema, document, null, 100);
const planned = createExecutor(servedSchema, 100).prepare(document);
equal((await planned(context, {})).data, (await reference(context, {})).data);

const [first, second] = await costsInTurns([reference, planned], {});
console.log(JSON.stringify({ gain: first / second }));
