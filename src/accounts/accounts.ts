import type { Logger } from 'pino';
import { type Budget, createBudget } from '../budget/budget.ts';
import type { RateLimit } from '../endpoints/declare.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { Call } from '../exchange/client.ts';
import type { AccountCredentials } from '../exchange/credentials.ts';
import {
  type AccountLoader,
  type AccountLoaderParts,
  createAccountLoader,
} from '../loading/account-loader.ts';
import { createRotatingCall } from './rotating-call.ts';

/** An account that the gateway serves. */
export interface ServedAccount extends AccountCredentials {
  /** Part of its rate limits that the gateway may use, above 0 and up to 1; other programs use the rest. */
  readonly share?: number;
}

/** The accounts that are served at present. */
export interface Accounts {
  /** By id, the default account first. A request works with the map that it found. */
  loaders(): ReadonlyMap<string, AccountLoader>;
  /**
   * Serves these from now on. A key keeps its budgets, and a new one gets those of its id. What waits for an id
   * whose key is replaced is sent with the new one, and its fresh answers are forgotten; requests that are under way
   * when a key gets another id go on with what it was called before.
   */
  replace(accounts: readonly ServedAccount[]): void;
}

export interface AccountsParts extends Pick<
  AccountLoaderParts,
  'clock' | 'random' | 'keepMs' | 'moreIsComing'
> {
  readonly clientOf: (credentials: AccountCredentials) => Call;
  readonly log: Logger;
  /** The budget of a name. Default: one of the process for each account and endpoint. */
  readonly budgetOf?: BudgetOf;
}

/** Budgets that are given the same name in several gateways may be the same. */
export type BudgetOf = (name: string, limit: RateLimit) => Budget;

export function createAccounts(initial: readonly ServedAccount[], parts: AccountsParts): Accounts {
  const { clock, budgetOf = (_name, limit) => createBudget(limit, clock) } = parts;
  /** By key, of all that were ever served: one that comes back finds its budgets as they are. */
  const budgets = new Map<string, Budgets>();
  let entries: ReadonlyMap<string, Entry> = new Map();
  let loaders: ReadonlyMap<string, AccountLoader> = new Map();

  /** @param keys those of all accounts that are to be served */
  function entryOf(account: ServedAccount, keys: ReadonlySet<string>): Entry {
    const key = keyOf(account);
    const present = entries.get(account.id);
    const own = budgets.get(key);
    const isRotated = own === undefined && present !== undefined && !keys.has(present.key());
    if (present && (isRotated || own === present.budgets)) {
      present.use(account);
      budgets.set(key, present.budgets);
      return present;
    }
    // Never the entry of another id: requests that are under way would get the rows of one account as another's.
    const made = createEntry(account, own ?? createBudgets(account, budgetOf), parts);
    budgets.set(key, made.budgets);
    return made;
  }

  function replace(accounts: readonly ServedAccount[]): void {
    const keys = new Set(accounts.map(keyOf));
    entries = new Map(accounts.map((account) => [account.id, entryOf(account, keys)]));
    loaders = new Map([...entries].map(([id, { loader }]) => [id, loader]));
  }

  replace(initial);
  return { loaders: () => loaders, replace };
}

const keyOf = ({ apiKey }: AccountCredentials): string => apiKey.reveal();

/** What the exchange counts for one account, whatever its id and key are at present. */
interface Budgets {
  readonly share: number;
  readonly of: (endpoint: string, limit: RateLimit) => Budget;
}

function createBudgets({ id, share = 1 }: ServedAccount, budgetOf: BudgetOf): Budgets {
  const made = new Map<string, Budget>();
  return {
    share,
    of(endpoint, limit) {
      const budget = made.get(endpoint) ?? budgetOf(`${id}/${endpoint}`, limit);
      made.set(endpoint, budget);
      return budget;
    },
  };
}

/** What is served under one id, with one key after the other. */
interface Entry {
  readonly loader: AccountLoader;
  readonly budgets: Budgets;
  key(): string;
  use(account: ServedAccount): void;
}

function createEntry(account: ServedAccount, budgets: Budgets, parts: AccountsParts): Entry {
  const { clientOf, log, ...rest } = parts;
  const { call, rotate } = createRotatingCall(clientOf(account));
  let present = account;

  const onOpen = ({ message, extensions: { code, exchangeCode } }: GatewayError) =>
    log.warn({ account: account.id, code, exchangeCode, reason: message }, 'calls suspended');
  const loader = createAccountLoader({
    ...rest,
    accountId: account.id,
    call,
    onOpen,
    share: budgets.share,
    budgetOf: budgets.of,
  });
  return {
    loader,
    budgets,
    key: () => keyOf(present),
    use(next) {
      if ((next.share ?? 1) !== budgets.share) {
        log.warn({ account: next.id, share: next.share }, 'share changed: restart to apply');
      }
      if (isSame(next, present)) return;
      present = next;
      rotate(clientOf(next));
      loader.forget();
    },
  };
}

function isSame(one: AccountCredentials, other: AccountCredentials): boolean {
  return (
    keyOf(one) === keyOf(other) &&
    one.secretKey.reveal() === other.secretKey.reveal() &&
    one.passphrase.reveal() === other.passphrase.reveal() &&
    one.baseUrl === other.baseUrl &&
    one.demo === other.demo
  );
}
