import { digestOf } from '../../src/callers/blinding.ts';
import type { TokenCaller } from '../../src/callers/known-callers.ts';

/** A caller of a file, whose token is its name unless others are given. */
export const callerOf = (
  name: string,
  accountIds: readonly string[] | null,
  { tokens = [name], ...more }: Partial<TokenCaller> = {},
): TokenCaller => ({
  name,
  accountIds,
  weight: 1,
  mayExplore: false,
  ...more,
  tokens: tokens.map(digestOf),
});
