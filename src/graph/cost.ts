import type { Endpoint } from '../endpoints/declare.ts';

/** What a field costs at most, in calls of the exchange, for routers that estimate a query before they send it. */
export interface FieldCost {
  /** Calls for each object that it is asked of; of a list, for each of its `lists`. */
  readonly weight: number;
  /** Of a list: how often it, and all below it, counts. */
  readonly lists?: number;
  /** The argument that tells it, where it is given. */
  readonly listsBy?: string;
}

const costOf = (cost: FieldCost) => ({ extensions: { cost } });

/** Of a field that makes calls, for each object that it is asked of. */
export const callsOf = (weight: number) => costOf({ weight });

/** Of a list, and how often it counts; an argument may tell that. */
export const listOf = (weight: number, lists: number, listsBy?: string) =>
  costOf({ weight, lists, ...(listsBy !== undefined && { listsBy }) });

/**
 * Of a list that is asked for by keys. Of these it is not known how many there are, so it counts as the longest: not by
 * its items but by the calls for them, since what is asked for below it shares calls likewise.
 */
export const listByKeys = ({ limit }: Endpoint) => listOf(1, limit.calls);

/**
 * Of what is asked for each row of another list that is asked for by keys: how many calls the rows of one call of that
 * take.
 */
export const callsForRowsOf = (
  [list, listBy]: readonly [Endpoint, string],
  [endpoint, by]: readonly [Endpoint, string],
): number => Math.ceil((list.keys[listBy]?.max ?? 1) / (endpoint.keys[by]?.max ?? 1));

/** The cost that was given to a field. */
export function readCost(extensions: Readonly<Record<string, unknown>>): FieldCost | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody else writes it
  return extensions['cost'] as FieldCost | undefined;
}
