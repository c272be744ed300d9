import type { ExecutionArgs } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { countFields } from './query-cost.ts';
import { tooExpensive } from '../errors/too-expensive.ts';

/** An honest page has some thousands of fields: 200 currencies with all there is to know of each make 11,000. */
const maxFields = 20_000;

/**
 * Refuses, before anything is executed, a query whose answer would occupy the process for long.
 *
 * @param accounts those that callers may read
 */
export function useCostLimit(accounts: () => ReadonlyMap<string, unknown>): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const fields = fieldsOf(args, new Map([['Query.accounts', accounts().size]]));
      if (fields <= maxFields) return;
      const message = `The answer counts as ${fields} fields; at most ${maxFields} are answered at once. Ask for less in each query.`;
      setResultAndStopExecution({ errors: [tooExpensive(message)] });
    },
  };
}

function fieldsOf(
  { schema, document, operationName, variableValues }: ExecutionArgs,
  lengths: ReadonlyMap<string, number>,
): number {
  return countFields(schema, { document, operationName, variables: variableValues ?? {} }, lengths);
}
