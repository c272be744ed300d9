import type { Logger } from 'pino';
import type { Budget } from '../budget/budget.ts';
import type { RateLimit } from '../endpoints/declare.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { Call } from '../exchange/client.ts';
import type { AccountCredentials } from '../exchange/credentials.ts';
import {
  type AccountLoader,
  type AccountLoaderParts,
  createAccountLoader,
} from '../loading/account-loader.ts';

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
   * Serves these from now on. An account that keeps its key or its id keeps its budgets, and what waits for
   * it is sent with its new credentials; its young answers are forgotten, since the id may mean another now.
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
  /** Every account that was ever served: one that comes back finds its budgets as they are. */
  const known: Entry[] = [];
  let loaders: ReadonlyMap<string, AccountLoader> = new Map();

  function entryOf(account: ServedAccount, taken: ReadonlySet<Entry>): Entry {
    const present = known.find((entry) => !taken.has(entry) && entry.id() === account.id);
    if (present) return present;
    const made = createEntry(account, parts);
    known.push(made);
    return made;
  }

  function replace(accounts: readonly ServedAccount[]): void {
    const byKey = new Map(
      accounts.map((account) => [account, known.find((entry) => entry.hasKey(account))]),
    );
    // What the exchange counts follows the key; a key that is new belongs to the account of its id.
    const taken = new Set([...byKey.values()].filter((entry) => entry !== undefined));
    loaders = new Map(
      accounts.map((account) => {
        const entry = byKey.get(account) ?? entryOf(account, taken);
        entry.use(account);
        return [account.id, entry.loader];
      }),
    );
  }

  replace(initial);
  return { loaders: () => loaders, replace };
}

/** One account of the exchange, under whatever id and credentials. */
interface Entry {
  readonly loader: AccountLoader;
  id(): string;
  hasKey(credentials: AccountCredentials): boolean;
  use(account: ServedAccount): void;
}

function createEntry(account: ServedAccount, parts: AccountsParts): Entry {
  const { clientOf, log, budgetOf, ...rest } = parts;
  let present = { account, call: clientOf(account) };

  /** A call that was refused because its key has been replaced meanwhile is made once more with the new one. */
  const call: Call = async (request) => {
    const used = present;
    const outcome = await used.call(request);
    const outdated = used !== present && 'error' in outcome && outcome.remedy === 'give-up';
    return outdated ? { ...outcome, remedy: 'once-more' } : outcome;
  };

  const onStop = ({ message, extensions: { code, exchangeCode } }: GatewayError) =>
    log.warn(
      { account: present.account.id, code, exchangeCode },
      `calls of an account stop: ${message}`,
    );
  const loader = createAccountLoader({
    ...rest,
    call,
    onStop,
    share: account.share ?? 1,
    ...(budgetOf && { budgetOf: (name, limit) => budgetOf(`${account.id}/${name}`, limit) }),
  });
  return {
    loader,
    id: () => present.account.id,
    hasKey: ({ apiKey }) => apiKey.reveal() === present.account.apiKey.reveal(),
    use(next) {
      if ((next.share ?? 1) !== (account.share ?? 1)) {
        log.warn({ account: next.id }, 'a changed share takes effect at the next start');
      }
      if (isSame(next, present.account)) return;
      present = { account: next, call: clientOf(next) };
      loader.forget();
    },
  };
}

function isSame(one: AccountCredentials, other: AccountCredentials): boolean {
  return (
    one.id === other.id &&
    one.apiKey.reveal() === other.apiKey.reveal() &&
    one.secretKey.reveal() === other.secretKey.reveal() &&
    one.passphrase.reveal() === other.passphrase.reveal() &&
    one.baseUrl === other.baseUrl &&
    one.demo === other.demo
  );
}
