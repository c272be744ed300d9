import type { Endpoint, Fields } from '../endpoints/declare.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Row } from '../exchange/decode.ts';
import type { LaneSpec } from '../loading/queue/lane.ts';
import { paramsOf } from './arguments.ts';
import type { Context } from './context.ts';
import { acceptKey, parseKeys } from './keys.ts';

type Args = Readonly<Record<string, unknown>>;

interface Load<F extends Fields> {
  readonly accountId: string;
  readonly endpoint: Endpoint<F>;
  readonly by: string;
  /** The arguments of the field, among them the parameters of the calls. */
  readonly args?: Args;
}

/** Loads the rows of one account's endpoint for the keys of a list argument. */
interface LoadOfKeys<F extends Fields> extends Load<F> {
  readonly values: readonly string[];
  /** Whether the keys come from rows of the exchange, and so are written as it writes them. */
  readonly fromRows?: boolean;
}

/** Loads them for one key, which is written as the exchange writes it. */
interface LoadOfKey<F extends Fields> extends Load<F> {
  readonly value: string;
}

/** For each key the promise of its rows; one that fails leaves the others intact. */
function loadEach<F extends Fields>(
  { loader }: Context,
  { accountId, endpoint, by, values, fromRows = false, args = {} }: LoadOfKeys<F>,
): Promise<readonly Row<F>[]>[] {
  const spec: LaneSpec = { by, params: paramsOf(endpoint, args) };
  const keys = fromRows
    ? values.map((value) => acceptKey(endpoint, by, value))
    : parseKeys(endpoint, by, values);
  return keys.map(async (key) => {
    if (key instanceof GatewayError) throw key.with({ accountId });
    return loader.rows(accountId, endpoint, spec, key);
  });
}

/** For each key the promise of its one row; null when the exchange has none for it. */
export function loadEachRow<F extends Fields>(
  context: Context,
  load: LoadOfKeys<F>,
): Promise<Row<F> | null>[] {
  return loadEach(context, load).map(async (rows) => (await rows)[0] ?? null);
}

/** The row of one key that comes from another row; null when the exchange has none for it. */
export async function loadRow<F extends Fields>(
  context: Context,
  { value, ...load }: LoadOfKey<F>,
): Promise<Row<F> | null> {
  const [row] = loadEachRow(context, { ...load, values: [value], fromRows: true });
  return (await row) ?? null;
}

/** The rows of one key that comes from another row; null in their place when the exchange has none for it. */
export function loadRows<F extends Fields>(
  context: Context,
  { value, ...load }: LoadOfKey<F>,
): Promise<(Row<F> | null)[]> {
  return loadFlat(context, { ...load, values: [value], fromRows: true });
}

/**
 * The rows of several keys in one list, in the order of the keys; a key without rows, or with an error,
 * has one item.
 */
export async function loadFlat<F extends Fields>(
  context: Context,
  load: LoadOfKeys<F>,
): Promise<(Row<F> | null)[]> {
  const settled = await Promise.allSettled(loadEach(context, load));
  return settled.flatMap((result) => {
    if (result.status === 'rejected') return [failedItem(result.reason)];
    return result.value.length > 0 ? [...result.value] : [null];
  });
}

/** Rows inside a row as list items; one that could not be decoded fails alone. */
export function itemsOf<R extends Row>(
  rows: readonly (R | GatewayError)[] | GatewayError | null,
): (R | null)[] | null {
  if (rows instanceof GatewayError) throw rows;
  return rows?.map((row) => (row instanceof GatewayError ? failedItem(row) : row)) ?? null;
}

/**
 * An error in the place of an item, which GraphQL takes like one that was thrown. Not a rejected
 * promise: one that rejects before anybody listens would end the process.
 */
function failedItem(error: unknown): null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- GraphQL's types know no error as a value
  return error as null;
}
