/** Who asks: the holder of a token, the subject of a JWT or, where callers need none, an address. */
export interface Caller {
  /** Tells callers apart, whatever each is known by: `token:dashboard`, `jwt:alice`, `address:192.0.2.1`. */
  readonly id: string;
  /** Ids of the accounts that it may read, its default account first; null for all that are served. */
  readonly accountIds: readonly string[] | null;
  /** Its part of what is scarce, against the weights of the others who want it. From 0.001 to 1,000. */
  readonly weight: number;
  /** Whether it may learn the graph from the gateway: introspection, suggestions and what GraphiQL shows. */
  readonly mayExplore: boolean;
  /** The id of the router that asks on its behalf. */
  readonly via?: string;
}
