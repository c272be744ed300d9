import type { Endpoint } from '../endpoints/declare.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Row } from '../exchange/decode.ts';
import type { Key } from './ask.ts';

/** Finds the rows that answer a key in the rows of a call: by what they say they are of, never by position. */
export type RowIndex = (key: Key, rows: readonly Row[]) => readonly Row[];

/**
 * Each answer is indexed once, when the first key is looked for in it.
 *
 * @param by the parameter that takes the keys, and the field in which a row says which one it answers
 */
export function createRowIndex({ within }: Endpoint, by: string): RowIndex {
  const indices = new WeakMap<readonly Row[], ReadonlyMap<unknown, readonly Row[]>>();
  const keyed = (rows: readonly Row[]): readonly Row[] =>
    within ? rows.flatMap((row) => soundRows(row[within.list])) : rows;
  return (key, rows) => {
    const index = indices.get(rows) ?? Map.groupBy(keyed(rows), (row) => row[by]);
    indices.set(rows, index);
    return index.get(key) ?? [];
  };
}

/** The rows of a list field, but for those that could not be read. */
function soundRows(value: Row[string] | undefined): readonly Row[] {
  const isList = (given: typeof value): given is readonly (Row | GatewayError)[] =>
    Array.isArray(given);
  return isList(value) ? value.filter((row): row is Row => !(row instanceof GatewayError)) : [];
}
