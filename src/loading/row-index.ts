import type { Row } from '../exchange/decode.ts';
import type { Key } from './ask.ts';
import type { LaneForm } from './lane-form.ts';

/** Finds the rows that answer a key in the rows of a call: by what they say they are of, never by position. */
export type RowIndex = (key: Key, rows: readonly Row[]) => readonly Row[];

/** Each answer is indexed once, when the first key is looked for in it. */
export function createRowIndex({ keyedRows, keyOf }: LaneForm): RowIndex {
  const indices = new WeakMap<readonly Row[], ReadonlyMap<unknown, readonly Row[]>>();
  return (key, rows) => {
    const index = indices.get(rows) ?? Map.groupBy(keyedRows(rows), keyOf);
    indices.set(rows, index);
    return index.get(key) ?? [];
  };
}
