import type { BudgetState } from '../loading/account-loader.ts';
import type { Loads } from '../loading/request-loader.ts';

/** What resolvers have at hand for one request. */
export interface Context {
  readonly loader: Loads;
  /** Whether fields that are null are to be told with the answer. Default: they are not. */
  readonly notesNulls?: boolean;
  /** Ids of the accounts that the caller may read. */
  readonly accountIds: readonly string[];
  /** That of the caller's default account, whether it is served or not; undefined where there is none. */
  readonly defaultAccountId: string | undefined;
  /** Told of what a subscription looks at, and at most how many milliseconds apart it is to be looked at. */
  readonly watched: (accountId: string, everyMs: number) => void;
  /** The budgets of one of these accounts, an entry for each endpoint. */
  readonly budgets: (accountId: string) => readonly BudgetState[];
}
