import type { RedisStanding } from '../accounts/share-budgets.ts';
import type { CallersStanding } from '../callers/callers.ts';
import type { KeysStanding } from '../callers/key-set.ts';
import type { FileStanding } from '../settings/follow-file.ts';
import { type Reason, reasonOf, reasonOfCall, type StandingAccount } from './account-status.ts';

/** What somebody should look at. */
export interface Problem {
  /** Whether no query at all can be answered anew for it. */
  readonly stopsAll: boolean;
  /** In a few words. */
  readonly headline: string;
  /** And what it comes from, in sentences that follow the headline. */
  readonly text: string;
  /** On the clock's monotonic scale; null where nobody knows. */
  readonly since: number | null;
}

/** Of accounts with the same trouble, so many are named. */
const maxNamed = 3;

/** That Redis is silent is told some seconds after the connection was lost. */
const sameOutageMs = 15_000;

/** @param partEndsAt when the own part of the limits does, as a date */
export function problemsOfRedis(
  { standing, since, isPaused, closedForMs, replicas, trouble }: RedisStanding,
  {
    now,
    maxWaitMs,
    partEndsAt,
  }: { readonly now: number; readonly maxWaitMs: number; readonly partEndsAt: string },
): readonly Problem[] {
  if (standing === 'shared' && !isPaused) {
    if (closedForMs <= maxWaitMs) return [];
    const text = `It may have forgotten some, so no calls are made for ${seconds(closedForMs)} more.`;
    return [{ stopsAll: true, headline: 'Redis gives no leases', text, since: null }];
  }
  const stopsAll = standing === 'silent';
  const begun = isPaused ? now : since;
  const isOfNow = trouble !== null && trouble.at >= begun - sameOutageMs;
  // What it says may be why it is of no use.
  const headline = isOfNow
    ? `Redis cannot be used (${unended(trouble.reason)})`
    : 'Redis does not answer';
  if (isPaused) {
    const text = 'No calls are made until it does, or this gateway may go by its own part.';
    return [{ stopsAll, headline, text, since: null }];
  }
  const text = stopsAll
    ? 'No calls are made until it can be used, since nobody can tell how much of the limits others use.'
    : `This gateway makes do with one of ${replicas} parts of each limit. From ${partEndsAt.slice(11, 19)} UTC on no calls are made.`;
  return [{ stopsAll, headline, text, since }];
}

export function problemsOfAccounts(accounts: readonly StandingAccount[]): readonly Problem[] {
  const stopped: Ailing[] = [];
  /** By endpoint. */
  const failing = new Map<string, Ailing[]>();
  for (const one of accounts) {
    const { id } = one.account;
    if (one.stop) {
      const { everyMs, since } = one.stop;
      const again = `Tried again every ${seconds(everyMs)}, when it is asked for.`;
      stopped.push({ id, reason: `${inASentence(reasonOf(one, one.stop))} ${again}`, since });
      continue;
    }
    for (const { endpoint, last, since } of one.failing) {
      const ofEndpoint = failing.get(endpoint) ?? [];
      failing.set(endpoint, ofEndpoint);
      ofEndpoint.push({ id, reason: inASentence(reasonOfCall(last)), since });
    }
  }
  const total = grouped(accounts.length);
  const isOne = accounts.length === 1;
  const stopsAll = stopped.length === accounts.length;
  const headline = isOne
    ? 'The account is stopped'
    : `${grouped(stopped.length)} of ${total} accounts stopped`;
  const ofEndpoints = [...failing].flatMap(([endpoint, ailing]) => {
    const of = isOne ? 'the account' : `${grouped(ailing.length)} of ${total} accounts`;
    return byReason(ailing, { stopsAll: false, headline: `${endpoint} of ${of} fails` });
  });
  return [...byReason(stopped, { stopsAll, headline }), ...ofEndpoints];
}

export function problemsOfKeys({ trouble, since, readAt }: KeysStanding): readonly Problem[] {
  if (trouble === null) return [];
  const headline = 'The keys of the token issuer cannot be read';
  const text =
    readAt === null
      ? `No JWT is taken: ${ended(trouble.reason)}`
      : `JWTs are checked with those of before: ${ended(trouble.reason)}`;
  return [{ stopsAll: false, headline, text, since: readAt ?? since }];
}

/** @param accounts that are served */
export function problemsOfCallers(
  { accountIds }: CallersStanding,
  accounts: { has(id: string): boolean },
): readonly Problem[] {
  const missing = [...accountIds].filter((id) => !accounts.has(id));
  if (missing.length === 0) return [];
  const headline = `Callers name ${missing.length === 1 ? 'an account that is' : 'accounts that are'} not served`;
  const text = `${named(missing)}: for whoever asks, there is none of this id. Check it in CALLERS_FILE and ACCOUNTS_FILE.`;
  return [{ stopsAll: false, headline, text, since: null }];
}

export function problemsOfFile({ setting, refused }: FileStanding): readonly Problem[] {
  if (refused === null) return [];
  const headline = `${setting} cannot be used as it is now`;
  // The reason begins with the setting, which stands in the headline.
  const start = `${setting} `;
  const reason = refused.reason.startsWith(start)
    ? refused.reason.slice(start.length)
    : refused.reason;
  const text = `What it held before is used on. ${ended(reason)}`;
  return [{ stopsAll: false, headline, text, since: refused.at }];
}

/** An account that something is wrong with. */
interface Ailing {
  readonly id: string;
  readonly reason: string;
  readonly since: number | null;
}

/** One for each reason, that of the most accounts first. */
function byReason(
  ailing: readonly Ailing[],
  problem: Pick<Problem, 'stopsAll' | 'headline'>,
): readonly Problem[] {
  const groups = [...Map.groupBy(ailing, ({ reason }) => reason)];
  groups.sort(([, one], [, other]) => other.length - one.length);
  return groups.map(([reason, group]) => {
    const since = group.reduce<number | null>(
      (least, one) => (one.since === null ? least : Math.min(one.since, least ?? one.since)),
      null,
    );
    return { ...problem, text: `${named(group.map(({ id }) => id))}: ${reason}`, since };
  });
}

/** `spot, futures, portfolio and 2 more` */
export function named(ids: readonly string[]): string {
  const names = ids.slice(0, maxNamed);
  const more = ids.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${grouped(more)} more` : names.join(', ');
}

/** `The exchange does not know the API key (50111).` */
function inASentence({ reason, exchangeCode, cause, code }: Reason): string {
  return `${unended(reason)} (${exchangeCode ?? cause ?? code}).`;
}

const seconds = (ms: number): string => `${Math.ceil(ms / 1_000)} s`;

const unended = (sentence: string): string => sentence.replace(/\.$/, '');
const ended = (sentence: string): string => (/[.?!]$/.test(sentence) ? sentence : `${sentence}.`);

/** `10,000` */
export const grouped = (count: number): string => count.toLocaleString('en-US');
