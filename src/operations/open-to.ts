import type { Caller } from '../callers/caller.ts';

type Accounts<Account> = ReadonlyMap<string, Account>;

const known = new WeakMap<Caller, { readonly of: object; readonly open: object }>();

/**
 * Of all accounts that are served those that a caller may read, its default account first. It is worked out once for
 * each caller and list of accounts.
 */
export function openTo<Account>(caller: Caller, served: Accounts<Account>): Accounts<Account> {
  const { accountIds } = caller;
  if (accountIds === null) return served;
  const before = known.get(caller);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is kept with the list that it was made of
  if (before?.of === served) return before.open as Accounts<Account>;
  const open = new Map(
    accountIds.flatMap((id) => {
      const account = served.get(id);
      return account === undefined ? [] : [[id, account] as const];
    }),
  );
  known.set(caller, { of: served, open });
  return open;
}
