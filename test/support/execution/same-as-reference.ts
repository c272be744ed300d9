import { inspect, isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { parse, validate } from 'graphql';
import type { createExecutor } from '../../../src/execution/compile.ts';
import type { Execute } from '../../../src/execution/execution.ts';
import type { referenceExecute } from '../../../src/execution/reference.ts';
import type { Context } from '../../../src/graph/context.ts';
import { loadModules } from '../seeded-bugs.ts';
import { Choices } from './choices.ts';
import { generateQuery } from './generate-query.ts';
import { oddScalar } from './odd-inputs.ts';
import { oddSchema } from './odd-schema.ts';
import type { World } from './odd-world.ts';
import { failsAlone, sorted, tell, type Told } from './told.ts';

export interface Executing {
  readonly createExecutor: typeof createExecutor;
  readonly referenceExecute: typeof referenceExecute;
}

/** The executors as they are in `src`, or in a copy of it. */
export const loadExecuting = async (src: URL) =>
  loadModules<Executing>(src, ['execution/compile.ts', 'execution/reference.ts']);

export const numbers = (maxLength: number) => fc.array(fc.nat(0xffff), { maxLength, size: 'max' });

const cases = fc.record({
  query: numbers(400),
  executions: fc.array(
    fc.record({
      variables: numbers(20),
      seed: fc.nat(),
      trouble: fc.constantFrom(0, 10, 40, 150),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  maxErrors: fc.constantFrom(1_000, 2),
});

/**
 * What is executed by a plan is what the graphql package makes of it where nothing is waited for, whatever is waited
 * for and for how long; where all that fails can be null, it is also what the package makes of it then.
 */
export const executionProperty = ({ createExecutor, referenceExecute }: Executing) =>
  fc.asyncProperty(cases, async ({ query, executions, maxErrors }) => {
    const generated = generateQuery(oddSchema, oddScalar, new Choices(query));
    const { text, operationName } = generated;
    const document = parse(text);
    const [invalid] = validate(oddSchema, document);
    if (invalid) throw new Error(`not valid: ${invalid.message}\n${text}`);
    const reference = referenceExecute(oddSchema, document, operationName, maxErrors);
    const planned = createExecutor(oddSchema, maxErrors).prepare(document, operationName);

    for (const { variables: drawn, ...world } of executions) {
      const variables = generated.variables(new Choices(drawn));
      const execute = async (how: Execute, waits: boolean): Promise<Told> =>
        tell(await how(contextOf({ ...world, waits }), variables));
      const compare = (what: string, got: unknown, expected: unknown) => {
        if (isDeepStrictEqual(got, expected)) return;
        const all = { text, operationName, variables, world, got, expected };
        throw new Error(`${what}: ${inspect(all, { depth: null, maxStringLength: 2_000 })}`);
      };

      const expected = await execute(reference, false);
      compare('at once', await execute(planned, false), expected);
      const [got, other] = [await execute(planned, true), await execute(reference, true)];
      compare('data of what is waited for', [got.data, other.data], [expected.data, expected.data]);
      if (isPlanned(text, variables)) compare('what is waited for', got, expected);
      if (failsAlone(expected)) compare('errors', sorted(got), sorted(other));
    }
  });

/** It is what the resolvers of the made-up schema take for one. */
const contextOf = (world: World) => world as unknown as Context;

/** Whether the order of errors is that of the answer: plans are made for few conditions only. */
function isPlanned(text: string, variables: Readonly<Record<string, unknown>>): boolean {
  const conditions = new Set(
    Array.from(text.matchAll(/\(if: \$(\w+)\)/g), ([, name = '']) => name),
  );
  return (
    !text.includes('__schema') &&
    conditions.size <= 4 &&
    [...conditions].every((name) => typeof variables[name] === 'boolean')
  );
}
