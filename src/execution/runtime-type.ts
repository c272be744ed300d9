import { GraphQLError, isObjectType } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import type { Info } from './info.ts';
import type { AbstractPlan, Selection } from './plan.ts';

/**
 * What is selected of an object of an abstract type.
 *
 * @param name of its own type, as it was told
 * @throws GraphQLError where it is none of the types that it can be of
 */
export function selectionFor(
  { type, selections }: AbstractPlan,
  name: unknown,
  value: unknown,
  { schema, parentType, fieldName }: Info,
): Selection {
  const selection = typeof name === 'string' ? selections.get(name) : undefined;
  if (selection) return selection;
  const expected = `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${parentType.name}.${fieldName}"`;
  if (name === undefined || name === null) {
    throw new GraphQLError(
      `${expected}. Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
    );
  }
  if (typeof name !== 'string') {
    throw new GraphQLError(
      `${expected} with value ${inspect(value)}, received "${inspect(name)}".`,
    );
  }
  const named = schema.getType(name);
  const resolved = `Abstract type "${type.name}" was resolved to a`;
  if (!named)
    throw new GraphQLError(`${resolved} type "${name}" that does not exist inside the schema.`);
  if (!isObjectType(named)) throw new GraphQLError(`${resolved} non-object type "${name}".`);
  throw new GraphQLError(
    `Runtime Object type "${name}" is not a possible type for "${type.name}".`,
  );
}
