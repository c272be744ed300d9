import type { Endpoint } from '../../endpoints/declare.ts';

/** What the keys of a call have in common: a label that asks carry. */
export interface Lane {
  /** The same for equal lanes of an endpoint. */
  readonly id: string;
  /** The parameter that takes the keys. */
  readonly by: string;
  /** The other parameters of the call, as they are sent. */
  readonly params: Readonly<Record<string, string>>;
  /** Most keys of a call. */
  readonly max: number;
}

/** What tells lanes of an endpoint apart. */
export type LaneSpec = Pick<Lane, 'by' | 'params'>;

export function laneOf({ keys }: Endpoint, { by, params }: LaneSpec): Lane {
  return { id: JSON.stringify([by, Object.entries(params)]), by, params, max: keys[by]?.max ?? 1 };
}
