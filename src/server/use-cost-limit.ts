import type { ExecutionArgs } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import { countFields } from './query-cost.ts';
import { tooExpensive } from '../errors/too-expensive.ts';
import { openTo } from './open-to.ts';
import { callerOf } from './use-caller.ts';

/** An honest page has some thousands of fields: 200 currencies with all there is to know of each make 11,000. */
const maxFields = 20_000;

/**
 * Refuses, before anything is executed, a query whose answer would occupy the process for long.
 *
 * @param accounts those that are served
 */
export function useCostLimit(
  accounts: () => ReadonlyMap<string, unknown>,
): Plugin<YogaInitialContext> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { size } = openTo(callerOf(args.contextValue.request), accounts());
      const fields = fieldsOf(args, new Map([['Query.accounts', size]]));
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
