import type { Caller } from './caller.ts';

/** A caller that has a name here: the holder of a token, or whoever a router may speak for. */
export interface TokenCaller extends Omit<Caller, 'id'> {
  readonly name: string;
  /** SHA-256 of each of its tokens, in lower-case hexadecimal digits. Without any, it can only be spoken for. */
  readonly tokens: readonly string[];
  /** Whether it may ask on behalf of the other callers here, as a router does. Default: false. */
  readonly onBehalfOf?: boolean;
}

/** Who issues JWTs, and how they say what their subjects may do. */
export interface JwtIssuer {
  /** As in the claim `iss`. */
  readonly issuer: string;
  /** As in the claim `aud`, alone or among others. */
  readonly audience: string;
  /** Those that signatures may be of: asymmetric ones. */
  readonly algorithms: readonly string[];
  /** Where the issuer shows its public keys. */
  readonly jwksUrl: string;
  /** The claims that tell of rights. */
  readonly claims: ClaimNames;
}

export interface ClaimNames {
  /** The ids of accounts in a list or a text with spaces between them, or `"all"`. */
  readonly accounts: string;
  /** From 0.001 to 1,000. Without a name for it, all weigh 1. */
  readonly weight?: string | undefined;
  /** True or false. Without a name for it, nobody may explore. */
  readonly mayExplore?: string | undefined;
}

/** All who may ask. */
export interface KnownCallers {
  readonly callers: readonly TokenCaller[];
  readonly jwt: JwtIssuer | null;
}
