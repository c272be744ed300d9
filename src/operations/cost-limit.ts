import type { GraphQLSchema } from 'graphql';
import { tooExpensive } from '../errors/too-expensive.ts';
import { countFields, type CountedOperation } from './query-cost.ts';

/** An honest page has some thousands of fields: 200 currencies with all there is to know of each make 11,000. */
const maxFields = 20_000;

/**
 * Refuses, before anything is executed, a query whose answer would occupy the process for long.
 *
 * @param accounts how many the caller may read
 * @returns how many fields the answer may hold
 * @throws GraphQLError
 */
export function refuseCostly(
  schema: GraphQLSchema,
  operation: CountedOperation,
  accounts: number,
): number {
  const fields = countFields(schema, operation, new Map([['Query.accounts', accounts]]));
  if (fields <= maxFields) return fields;
  throw tooExpensive(
    `The answer counts as ${fields} fields; at most ${maxFields} are answered at once. Ask for less in each query.`,
  );
}
