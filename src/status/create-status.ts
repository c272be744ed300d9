import type { ServedAccount } from '../accounts/accounts.ts';
import type { RedisStanding } from '../accounts/share-budgets.ts';
import type { CallersStanding } from '../callers/callers.ts';
import type { AccountLoader } from '../loading/account-loader.ts';
import type { FileStanding } from '../settings/follow-file.ts';
import type { Clock } from '../time/clock.ts';
import { describeAccount, type StandingAccount, standingOf, theWorst } from './account-status.ts';
import { createDates } from './dates.ts';
import type { LoopDelay } from './loop-delay.ts';
import {
  grouped,
  type Problem,
  problemsOfAccounts,
  problemsOfCallers,
  problemsOfFile,
  problemsOfKeys,
  problemsOfRedis,
} from './problems.ts';
import type { Lately } from './lately.ts';
import { problemsLately } from './problems-lately.ts';
import type { Status, StatusQuery, Trouble } from './status.ts';

/** Where the status is taken from. Times are on the clock's monotonic scale. */
export interface StatusSources {
  readonly clock: Clock;
  readonly startedAt: number;
  readonly version: string;
  readonly madeUp: boolean;
  readonly settings: Status['settings'];
  readonly accounts: () => readonly ServedAccount[];
  readonly loaders: () => ReadonlyMap<string, AccountLoader>;
  readonly redis: () => RedisStanding | null;
  readonly callers: () => CallersStanding | null;
  readonly files: () => readonly FileStanding[];
  /** Why no queries are to be sent; null while they are. */
  readonly unready: () => string | null;
  readonly loopDelay: () => LoopDelay;
  readonly lately: Lately;
}

/** Tells how everything stands at the moment. Asking changes nothing. */
export function createStatus(sources: StatusSources): (query: StatusQuery) => Status {
  const { clock, startedAt, version, madeUp, settings, unready, loopDelay } = sources;
  const dateOf = createDates(clock);

  const troubleOf = (
    trouble: { readonly at: number; readonly reason: string } | null,
  ): Trouble => ({
    trouble: trouble && { ...trouble, at: dateOf(trouble.at) },
  });
  const maybeDateOf = (at: number | null) => (at === null ? null : dateOf(at));

  return ({ limit, find }) => {
    const now = clock.now();
    const [redis, callers, files] = [sources.redis(), sources.callers(), sources.files()];
    const loaders = sources.loaders();
    const noLeases = redis?.standing === 'silent';
    const accounts = sources.accounts().flatMap((account) => {
      const loader = loaders.get(account.id);
      return loader ? [standingOf(account, loader, noLeases)] : [];
    });
    const problems = [
      ...problemsOfAccounts(accounts),
      ...(redis
        ? problemsOfRedis(redis, {
            now,
            maxWaitMs: settings.maxWaitMs,
            partEndsAt: dateOf(now + redis.partForMs),
          })
        : []),
      ...(callers?.jwt ? problemsOfKeys(callers.jwt) : []),
      ...(callers ? problemsOfCallers(callers, loaders) : []),
      ...files.flatMap(problemsOfFile),
      ...problemsLately(sources.lately),
    ].toSorted((one, other) => Number(other.stopsAll) - Number(one.stopsAll));
    const states = { stopped: 0, failing: 0, held: 0, waiting: 0, well: 0, untried: 0 };
    for (const { state } of accounts) states[state] += 1;
    const wanted = find.toLowerCase();
    const isWanted = ({ account: { id } }: StandingAccount) => id.toLowerCase().includes(wanted);
    const found = wanted === '' ? accounts : accounts.filter(isWanted);
    const reason = unready();
    return {
      ...judge(reason, problems, { total: accounts.length, untried: states.untried }),
      problems: problems.map(({ headline, text, since }) => ({
        headline,
        text,
        since: maybeDateOf(since),
      })),
      unready: reason,
      at: dateOf(now),
      gateway: {
        version,
        madeUp,
        node: process.versions.node,
        startedAt: dateOf(startedAt),
        uptimeS: Math.floor((now - startedAt) / 1_000),
        loopDelayMs: loopDelay(),
      },
      settings,
      accounts: {
        total: accounts.length,
        states,
        found: found.length,
        list: theWorst(found, limit).map((one) => describeAccount(one, now, dateOf)),
      },
      redis: redis && {
        standing: redis.standing,
        since: dateOf(redis.since),
        closedForMs: Math.ceil(redis.closedForMs),
        partEndsAt: redis.standing === 'alone' ? dateOf(now + redis.partForMs) : null,
        replicas: redis.replicas,
        ...troubleOf(redis.trouble),
      },
      callers: callers && {
        named: callers.named,
        jwt: callers.jwt && {
          keys: callers.jwt.keys,
          readAt: maybeDateOf(callers.jwt.readAt),
          ...troubleOf(callers.jwt.trouble),
        },
      },
      files: files.map(({ setting, readAt, refused }) => ({
        setting,
        readAt: dateOf(readAt),
        ...troubleOf(refused),
      })),
    };
  };
}

/** What it comes to, in a word and in a sentence. */
function judge(
  unready: string | null,
  [worst, ...others]: readonly Problem[],
  { total, untried }: { readonly total: number; readonly untried: number },
): Pick<Status, 'verdict' | 'summary'> {
  if (unready === 'draining') {
    const summary = 'The gateway is ending: it answers what has come and is to be sent no more.';
    return { verdict: 'ending', summary };
  }
  if (!worst) {
    const accounts = total === 1 ? '1 account' : `${grouped(total)} accounts`;
    const asked = untried > 0 ? `, ${grouped(untried)} of them not asked for yet` : '';
    return { verdict: 'well', summary: `All well: ${accounts}${asked}.` };
  }
  const more = others.length > 0 ? ` And ${others.length} more to look at.` : '';
  return {
    verdict: worst.stopsAll ? 'down' : 'impaired',
    summary: `${worst.headline}. ${worst.text}${more}`,
  };
}
