import { hash } from 'node:crypto';
import type { TokenCaller } from '../../src/callers/known-callers.ts';

/** One who has the token of its own name, may read all accounts and explore, unless something else is given. */
export const callerNamed = (name: string, given: Partial<TokenCaller> = {}): TokenCaller => ({
  name,
  accountIds: null,
  weight: 1,
  mayExplore: true,
  tokens: [hash('sha256', name)],
  ...given,
});

/** What a request of such a caller tells of itself. */
export const as = (name: string) => ({ authorization: `Bearer ${name}` });
