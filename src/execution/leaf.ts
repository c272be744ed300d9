import type { GraphQLLeafType } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';

/** What stands in JSON as it is: no quotes, backslashes, control characters or halves of pairs. */
const plain = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/**
 * The JSON of a leaf that is not null.
 *
 * @throws whatever its type does, and where it comes to null or to what JSON cannot say
 */
export function leafText(type: GraphQLLeafType, value: unknown): string {
  const serialized: unknown = type.serialize(value);
  if (typeof serialized === 'string' && plain.test(serialized)) return `"${serialized}"`;
  if (serialized === null || serialized === undefined) {
    throw new Error(
      `Expected \`${type.name}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
    );
  }
  const text: string | undefined = JSON.stringify(serialized);
  if (text === undefined) throw new TypeError(`JSON has no form for ${inspect(serialized)}.`);
  return text;
}
