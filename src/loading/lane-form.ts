import type { Endpoint } from '../endpoints/declare.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Row } from '../exchange/decode.ts';

/** Which lane of an endpoint a key waits in: keys of one lane may share a call. */
export interface LaneSpec {
  /** The parameter that takes the keys. */
  readonly by: string;
  readonly context: Readonly<Record<string, string>>;
}

/** The same for specs of the same lane. */
export const laneId = ({ by, context }: LaneSpec): string =>
  JSON.stringify([by, Object.entries(context)]);

/** How the calls of a lane are filled and their answers told apart. */
export interface LaneForm {
  /** Most keys that one call takes. */
  readonly max: number;
  /** The rows of an answer that keys are looked up in. */
  readonly keyedRows: (rows: readonly Row[]) => readonly Row[];
  /** The key that a row answers. */
  readonly keyOf: (row: Row) => unknown;
}

export function formOf({ keys, within }: Endpoint, by: string): LaneForm {
  const list = within?.list;
  return {
    max: keys[by]?.max ?? 1,
    keyOf: (row) => row[by],
    keyedRows: (rows) => (list === undefined ? rows : rows.flatMap((row) => rowsIn(row[list]))),
  };
}

/** The sound rows of a list field. */
function rowsIn(value: Row[string] | undefined): readonly Row[] {
  const isList = (given: typeof value): given is readonly (Row | GatewayError)[] =>
    Array.isArray(given);
  return isList(value) ? value.filter((row): row is Row => !(row instanceof GatewayError)) : [];
}
