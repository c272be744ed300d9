import type { Endpoint } from '../../endpoints/declare.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Row } from '../../exchange/decode.ts';
import { type Ask, WHOLE } from './ask.ts';

/** By the rows of an answer. One for all accounts: each would take up memory without anything in it, and there can be very many. */
const indices = new WeakMap<readonly Row[], ReadonlyMap<unknown, readonly Row[]>>();

/**
 * Finds the rows that answer an ask in the rows of a call: by what they say they are of, never by position. Each answer is
 * indexed once, when the first key is looked for in it: by the parameter that takes the keys.
 */
export function rowsOf(
  { within }: Endpoint,
  { lane, key }: Ask,
  rows: readonly Row[],
): readonly Row[] {
  if (key === WHOLE) return rows;
  const index = indices.get(rows) ?? Map.groupBy(keyedRows(rows, within), (row) => row[lane.by]);
  indices.set(rows, index);
  return index.get(key) ?? [];
}

const keyedRows = (rows: readonly Row[], within: Endpoint['within']): readonly Row[] =>
  within ? rows.flatMap((row) => soundRows(row[within.list])) : rows;

/** The rows of a list field, but for those that could not be read. */
function soundRows(value: Row[string] | undefined): readonly Row[] {
  const isList = (given: typeof value): given is readonly (Row | GatewayError)[] =>
    Array.isArray(given);
  return isList(value) ? value.filter((row): row is Row => !(row instanceof GatewayError)) : [];
}
