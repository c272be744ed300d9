import type { Logger } from 'pino';
import { createBudget } from '../budget/budget.ts';
import type { Call } from '../exchange/client.ts';
import type { AccountCredentials } from '../exchange/credentials.ts';
import { mostConnections } from '../exchange/dispatcher.ts';
import {
  type AccountLoader,
  type AccountLoaderParts,
  createAccountLoader,
} from '../loading/account-loader.ts';
import { type AccountConnections, shareConnections } from '../loading/connections.ts';
import { createGiveBack } from './give-back.ts';
import { type AccountBudgets, type BudgetOf, createKeyBudgets } from './key-budgets.ts';
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
  /** They themselves, in the same order. */
  served(): readonly ServedAccount[];
  /** The host that the calls of an account go to, such as `www.okx.com`; undefined for one that was never served. */
  hostOf(accountId: string): string | undefined;
  /**
   * Serves these from now on. A key keeps its budgets, and a new one gets those of its id. What waits for an id
   * whose key is replaced is sent with the new one, and its fresh answers are forgotten; requests that are under way
   * when a key gets another id go on with what it was called before. What waits for a key that is served no more is not sent.
   */
  replace(accounts: readonly ServedAccount[]): void;
}

export interface AccountsParts extends Pick<
  AccountLoaderParts,
  'clock' | 'random' | 'keepMs' | 'moreIsComing' | 'telemetry'
> {
  readonly clientOf: (credentials: AccountCredentials) => Call;
  readonly log: Logger;
  /** The budget of a name. Default: one of the process for each account and endpoint. */
  readonly budgetOf?: BudgetOf;
  /** Until when another process may have asked for the accounts, on the clock's scale. Default: none has. */
  readonly askedUntil?: number;
}

export function createAccounts(initial: readonly ServedAccount[], parts: AccountsParts): Accounts {
  const { clock, askedUntil = -Infinity } = parts;
  const { budgetOf = (_name, limit) => createBudget(limit, clock) } = parts;
  const keys = createKeyBudgets(clock, budgetOf);
  const connectionsTo = createHosts();
  const onAsked = createGiveBack(clock);
  /** By id, of all that were ever served. */
  const entries = new Map<string, Entry>();
  let loaders: ReadonlyMap<string, AccountLoader> = new Map();
  let served: readonly ServedAccount[] = [];

  function entryOf(account: ServedAccount, budgets: AccountBudgets): Entry {
    const present = entries.get(account.id);
    // Never the entry of another id: requests that are under way would get the rows of one account as another's.
    const entry =
      present?.budgets === budgets
        ? present
        : createEntry(account, budgets, { ...parts, connectionsTo, onAsked });
    entry.use(account);
    entries.set(account.id, entry);
    return entry;
  }

  function serve(accounts: readonly ServedAccount[], othersUntil: number): void {
    const serving = keys.serve(accounts, othersUntil);
    served = accounts;
    loaders = new Map(
      serving.map(([account, budgets]) => [account.id, entryOf(account, budgets).loader]),
    );
  }

  serve(initial, askedUntil);
  return {
    loaders: () => loaders,
    served: () => served,
    hostOf: (accountId) => entries.get(accountId)?.host(),
    replace: (accounts) => serve(accounts, clock.now()),
  };
}

const keyOf = ({ apiKey }: AccountCredentials): string => apiKey.reveal();

type Connections = (baseUrl: string) => AccountConnections;

/** Has the accounts of each host share its connections. */
function createHosts(): Connections {
  const hosts = new Map<string, () => AccountConnections>();
  return (baseUrl) => {
    const share = hosts.get(baseUrl) ?? shareConnections(mostConnections);
    hosts.set(baseUrl, share);
    return share();
  };
}

/** What is served under one id, with one key after the other. */
interface Entry {
  readonly loader: AccountLoader;
  readonly budgets: AccountBudgets;
  host(): string;
  use(account: ServedAccount): void;
}

function createEntry(
  account: ServedAccount,
  budgets: AccountBudgets,
  parts: AccountsParts & {
    readonly connectionsTo: Connections;
    readonly onAsked: (loader: AccountLoader) => void;
  },
): Entry {
  const { clientOf, connectionsTo, onAsked, log, ...rest } = parts;
  const { call, rotate } = createRotatingCall(clientOf(account));
  let connections = connectionsTo(account.baseUrl);
  let present = account;

  const loader: AccountLoader = createAccountLoader({
    ...rest,
    accountId: account.id,
    call,
    connections: {
      take: () => connections.take(),
      wait: async () => connections.wait(),
    },
    share: budgets.share,
    onAsked: () => onAsked(loader),
    onLetGo: budgets.letGo,
    budgetOf: (endpoint, limit) => budgets.of(endpoint, limit, () => keyOf(present)),
  });
  return {
    loader,
    budgets,
    host: () => new URL(present.baseUrl).host,
    use(next) {
      if ((next.share ?? 1) !== budgets.share) {
        log.warn({ account: next.id, share: next.share }, 'share changed: restart to apply');
      }
      if (isSame(next, present)) return;
      if (next.baseUrl !== present.baseUrl) connections = connectionsTo(next.baseUrl);
      present = next;
      rotate(clientOf(next));
      loader.forget();
    },
  };
}

/** Whether the calls of both are made in the same way. */
export function isSame(one: AccountCredentials, other: AccountCredentials): boolean {
  return (
    keyOf(one) === keyOf(other) &&
    one.secretKey.reveal() === other.secretKey.reveal() &&
    one.passphrase.reveal() === other.passphrase.reveal() &&
    one.baseUrl === other.baseUrl &&
    one.demo === other.demo
  );
}
