/** Accounts that metrics tell apart, so that what Prometheus has to keep stays bounded however many are served. */
export const maxNamed = 100;
/** What all others are called together. */
const others = 'other';

/** Which accounts metrics tell apart: the first of those that are served, in their order. */
export interface AccountNames {
  /** Its id, or what it is called together with others. */
  of(accountId: string): string;
  isInUse(name: string): boolean;
}

/** @param served another map as soon as other accounts are served */
export function createAccountNames(served: () => ReadonlyMap<string, unknown>): AccountNames {
  let of: ReadonlyMap<string, unknown> | null = null;
  let named: ReadonlySet<string> = new Set();

  function present(): ReadonlySet<string> {
    const accounts = served();
    if (accounts !== of) {
      of = accounts;
      named = new Set(accounts.keys().take(maxNamed));
    }
    return named;
  }

  return {
    of: (accountId) => (present().has(accountId) ? accountId : others),
    isInUse: (name) => name === others || present().has(name),
  };
}
