/** Which lane of an endpoint a key waits in: keys of one lane may share a call. */
export interface LaneSpec {
  /** The parameter that takes the keys. */
  readonly by: string;
  readonly context: Readonly<Record<string, string>>;
}

/** The same for specs of the same lane. */
export const laneId = ({ by, context }: LaneSpec): string =>
  JSON.stringify([by, Object.entries(context)]);
