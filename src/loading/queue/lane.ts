/** What the keys of a call have in common: a label that asks carry. */
export interface Lane {
  /** The parameter that takes the keys. */
  readonly by: string;
  /** The other parameters of the call, as they are sent. */
  readonly params: Readonly<Record<string, string>>;
}

/** The same for equal lanes. */
export const laneId = ({ by, params }: Lane): string =>
  JSON.stringify([by, Object.entries(params)]);
