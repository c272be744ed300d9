import type { ServedAccount } from '../accounts/accounts.ts';
import type { AccountLoader, BudgetUse, LoaderStanding } from '../loading/account-loader.ts';
import type { Stop } from '../loading/faults/circuit-breaker.ts';
import type { EndedCall } from '../loading/latest-calls.ts';

/**
 * How it is with an account. `stopped`: no calls are made but those that try; `failing`: they are made, and
 * those of an endpoint fail; `held`: none can be made for any account; `waiting`: keys wait for a turn; `untried`: none was made yet.
 */
export type AccountState = 'stopped' | 'failing' | 'held' | 'waiting' | 'well' | 'untried';

/** Worst first. To wait is no harm in itself, and comes and goes. */
const ranks: Readonly<Record<AccountState, number>> = {
  stopped: 0,
  failing: 1,
  held: 2,
  waiting: 2,
  well: 2,
  untried: 2,
};

/** An account as it stands, before anything is written of it. */
export interface StandingAccount extends LoaderStanding {
  readonly account: ServedAccount;
  readonly loader: AccountLoader;
  readonly state: AccountState;
  readonly noLeases: boolean;
}

/** Why calls are not made, or fail. */
export interface Reason {
  readonly code: string;
  readonly exchangeCode: string | null;
  /** What it comes from where that is not the exchange, such as `ECONNREFUSED`. */
  readonly cause: string | null;
  /** In a sentence. */
  readonly reason: string;
}

/** What the status tells of an account. */
export interface AccountStatus {
  readonly id: string;
  /** Where it is asked for, such as `www.okx.com`. */
  readonly host: string;
  readonly demo: boolean;
  readonly state: AccountState;
  /** Null while calls are made. */
  readonly stop:
    | (Reason & {
        readonly since: string;
        /** Milliseconds until the next call that is wanted tries again. */
        readonly nextTryInMs: number;
        readonly everyMs: number;
        /** Whether one that tries is under way. */
        readonly trying: boolean;
      })
    | null;
  /** Endpoints of which three calls in a row failed, until none has failed for a minute. */
  readonly failing: readonly (Reason & {
    readonly endpoint: string;
    readonly since: string;
    /** Calls in a row by now; 0 when the latest was answered. */
    readonly failures: number;
  })[];
  /** The call that ended last; null before the first. */
  readonly lastCall: {
    readonly at: string;
    readonly endpoint: string;
    /** `ANSWERED`, or the code of the error that it met. */
    readonly outcome: string;
    readonly exchangeCode: string | null;
    readonly cause: string | null;
    readonly reason: string | null;
  } | null;
  readonly lastAnsweredAt: string | null;
  /** Calls since then, which all failed. */
  readonly failures: number;
  /** Keys that wait to be sent. */
  readonly waiting: number;
  /** Of the endpoints that were asked for something so far. */
  readonly budgets: readonly (Omit<BudgetUse, 'nextFreeInMs'> & {
    /** Milliseconds until a call can be made; null where nobody can tell. */
    readonly nextFreeInMs: number | null;
  })[];
}

/** @param noLeases whether none are given for any account, and nobody can tell until when */
export function standingOf(
  account: ServedAccount,
  loader: AccountLoader,
  noLeases: boolean,
): StandingAccount {
  const standing = loader.standing();
  return { account, loader, ...standing, noLeases, state: stateOf(standing, noLeases) };
}

function stateOf(
  { stop, last, failing, waiting }: LoaderStanding,
  noLeases: boolean,
): AccountState {
  if (stop) return 'stopped';
  if (failing.length > 0) return 'failing';
  if (noLeases) return 'held';
  if (waiting > 0) return 'waiting';
  return last ? 'well' : 'untried';
}

/**
 * Those that somebody should look at first, and then those with the most keys that wait. They stand in the order of their
 * file where they are as bad as each other, so that a list that is looked at does not jump.
 */
export function theWorst(
  accounts: readonly StandingAccount[],
  limit: number,
): readonly StandingAccount[] {
  const byRank = (one: StandingAccount, other: StandingAccount) =>
    ranks[one.state] - ranks[other.state];
  const chosen =
    accounts.length <= limit
      ? accounts
      : accounts
          .toSorted((one, other) => byRank(one, other) || other.waiting - one.waiting)
          .slice(0, limit);
  const isChosen = new Set(chosen);
  return accounts.filter((one) => isChosen.has(one)).toSorted(byRank);
}

/** Why no calls are made: where the exchange is dead, what the latest of them met. */
export function reasonOf({ last }: LoaderStanding, { error }: Stop): Reason {
  if (error.code === 'UPSTREAM_UNAVAILABLE' && last?.message !== undefined) {
    return { ...reasonOfCall(last), code: error.code };
  }
  const { exchangeCode = null } = error.extensions;
  return { code: error.code, exchangeCode, cause: null, reason: error.message };
}

/** Why a call has failed. */
export function reasonOfCall(call: EndedCall): Reason {
  const { outcome: code, exchangeCode = null, cause = null, message: reason = '' } = call;
  return { code, exchangeCode, cause, reason };
}

/** @param now the time and `dateOf` what it is called, on the same scale */
export function describeAccount(
  standing: StandingAccount,
  now: number,
  dateOf: (at: number) => string,
): AccountStatus {
  const { account, loader, state, stop, last, answeredAt, failing, failures, waiting } = standing;
  return {
    id: account.id,
    host: new URL(account.baseUrl).host,
    demo: account.demo,
    state,
    stop: stop && {
      ...reasonOf(standing, stop),
      since: dateOf(stop.since),
      nextTryInMs: Math.max(0, Math.ceil(stop.nextTryAt - now)),
      everyMs: stop.everyMs,
      trying: stop.trying,
    },
    failing: failing.map((one) => ({
      endpoint: one.endpoint,
      ...reasonOfCall(one.last),
      since: dateOf(one.since),
      failures: one.failures,
    })),
    lastCall: last && describeCall(last, dateOf),
    lastAnsweredAt: answeredAt === null ? null : dateOf(answeredAt),
    failures,
    waiting,
    budgets: loader
      .budgets()
      .map((budget) => (standing.noLeases ? { ...budget, nextFreeInMs: null } : budget)),
  };
}

function describeCall(
  { at, endpoint, outcome, exchangeCode, cause, message }: EndedCall,
  dateOf: (at: number) => string,
): AccountStatus['lastCall'] {
  return {
    at: dateOf(at),
    endpoint,
    outcome,
    exchangeCode: exchangeCode ?? null,
    cause: cause ?? null,
    reason: message ?? null,
  };
}
