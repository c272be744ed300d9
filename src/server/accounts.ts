import type { Logger } from 'pino';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { Call } from '../exchange/client.ts';
import type { AccountCredentials } from '../exchange/credentials.ts';
import { type AccountLoader, createAccountLoader } from '../loading/account-loader.ts';
import type { Clock } from '../time/clock.ts';

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
   * Serves these from now on. An account that keeps its id keeps its budgets, and what waits for it is
   * sent with its new credentials; its young answers are forgotten, since the id may mean another account now.
   */
  replace(accounts: readonly ServedAccount[]): void;
}

export interface AccountsParts {
  readonly clientOf: (credentials: AccountCredentials) => Call;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** For how long answers are kept for the queries to come. */
  readonly keepMs: number;
  readonly log: Logger;
}

export function createAccounts(initial: readonly ServedAccount[], parts: AccountsParts): Accounts {
  let entries = new Map(initial.map((account) => [account.id, createEntry(account, parts)]));
  let loaders = loadersOf(entries);

  return {
    loaders: () => loaders,
    replace(accounts) {
      entries = new Map(
        accounts.map((account) => {
          const entry = entries.get(account.id);
          entry?.use(account);
          return [account.id, entry ?? createEntry(account, parts)];
        }),
      );
      loaders = loadersOf(entries);
    },
  };
}

interface Entry {
  readonly loader: AccountLoader;
  use(credentials: AccountCredentials): void;
}

function createEntry(account: ServedAccount, { clientOf, log, ...parts }: AccountsParts): Entry {
  let present = { account, call: clientOf(account) };

  /** A call that was refused because its key has been replaced meanwhile is made once more with the new one. */
  const call: Call = async (request) => {
    const used = present;
    const outcome = await used.call(request);
    const outdated = used !== present && 'error' in outcome && outcome.remedy === 'give-up';
    return outdated ? { ...outcome, remedy: 'resync' } : outcome;
  };

  const onStop = ({ message, extensions: { code, exchangeCode } }: GatewayError) =>
    log.warn({ account: account.id, code, exchangeCode }, `calls of an account stop: ${message}`);
  const loader = createAccountLoader({ ...parts, call, onStop, share: account.share ?? 1 });
  return {
    loader,
    use(credentials) {
      if (isSame(credentials, present.account)) return;
      present = { account: credentials, call: clientOf(credentials) };
      loader.forget();
    },
  };
}

function loadersOf(entries: ReadonlyMap<string, Entry>): ReadonlyMap<string, AccountLoader> {
  return new Map([...entries].map(([id, { loader }]) => [id, loader]));
}

function isSame(one: AccountCredentials, other: AccountCredentials): boolean {
  return (
    one.apiKey.reveal() === other.apiKey.reveal() &&
    one.secretKey.reveal() === other.secretKey.reveal() &&
    one.passphrase.reveal() === other.passphrase.reveal() &&
    one.baseUrl === other.baseUrl &&
    one.demo === other.demo
  );
}
