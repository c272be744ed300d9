import { maxLateMs } from '../../src/budget/budget.ts';
import type { Endpoint } from '../../src/endpoints/declare.ts';
import type { GatewayError } from '../../src/errors/gateway-error.ts';
import type { Clock } from '../../src/time/clock.ts';
import { mostArrivals } from './most-arrivals.ts';

/** What keys have to have in common to share a call. */
export interface Lot {
  readonly account: string;
  readonly endpoint: Endpoint;
  readonly mode: string;
}

/** A key of a lot; null stands for everything the account holds. */
export interface Wish extends Lot {
  readonly key: string | null;
}

export interface SentCall {
  readonly lot: Lot;
  /** null: everything. */
  readonly keys: readonly string[] | null;
  readonly sentAt: number;
  /** By when it has arrived: it was answered, or given up so long ago. */
  arrivedAt: number;
  /** Calls and visits are numbered in the order in which they begin, since many begin in the same millisecond. */
  readonly number: number;
}

/** What a client expects of all its answers. */
export interface Patience {
  readonly deadlineMs: number;
  /** What would have to wait longer to be sent is refused at once. */
  readonly maxWaitMs: number;
  readonly maxAgeMs: number;
}

/** One client's stay. */
export interface Visit {
  getsRows(wish: Wish, rows: AnsweredRows): void;
  getsError(wish: Wish, error: unknown): void;
  leaves(): void;
}
type AnsweredRows = readonly Readonly<Record<string, unknown>>[];

/** A tag that tells all of where a row belongs. */
export const tagOf = ({ account, endpoint, mode, key }: Wish) =>
  [account, endpoint.name, mode, key ?? 'everything'].join('/');

/**
 * Sees who wants what, what is sent, and who gets what, and finds what is wrong about it.
 * @param held the keys of a whole answer
 */
export function createLoadingJudge(clock: Clock, held: readonly string[]) {
  const complaints = new Set<string>();
  const complain = (text: string) => void complaints.add(text);
  /** Who still wants what, by tag. */
  const wanted = new Map<string, Set<Visit>>();
  const calls: SentCall[] = [];
  /** The number of the event at which a call for a tag last failed by a fault. */
  const lastFault = new Map<string, number>();
  /** The number of the event at which an account was last told to forget what it had read. */
  const forgottenAt = new Map<string, number>();
  let number = 0;
  let open = 0;

  const tagsOf = ({ lot, keys }: Pick<SentCall, 'lot' | 'keys'>) =>
    (keys ?? [null]).map((key) => tagOf({ ...lot, key }));

  return {
    complain,
    sent(lot: Lot, keys: readonly string[] | null): SentCall {
      number += 1;
      const call = { lot, keys, sentAt: clock.now(), arrivedAt: Infinity, number };
      calls.push(call);
      for (const tag of tagsOf(call)) if (!wanted.get(tag)?.size) complain(`nobody wants ${tag}`);
      const max = lot.endpoint.keys['ccy']?.max ?? 0;
      if (keys && keys.length > max) complain('too many keys in a call');
      return call;
    },
    ended(call: SentCall, fault: string | null): void {
      number += 1;
      call.arrivedAt = clock.now() + (fault === 'time-out' ? maxLateMs : 0);
      if (fault) for (const tag of tagsOf(call)) lastFault.set(tag, number);
    },
    forgets(account: string): void {
      number += 1;
      forgottenAt.set(account, number);
    },
    enters(wishes: readonly Wish[], { deadlineMs, maxWaitMs, maxAgeMs }: Patience): Visit {
      number += 1;
      const [cameAt, came] = [clock.now(), number];
      const deadlineAt = cameAt + deadlineMs;
      const forgotten = new Map(forgottenAt);
      let left = false;

      function settle(wish: Wish): void {
        if (clock.now() > deadlineAt) complain('answered after the deadline');
        wanted.get(tagOf(wish))?.delete(visit);
        open -= 1;
      }

      function checkAge({ account }: Wish, rows: AnsweredRows): void {
        for (const { asOf, call } of rows) {
          const sentAt = asOf instanceof Date ? asOf.getTime() : NaN;
          const sent = Number(call);
          const isYoung = maxAgeMs === 0 ? sent > came : sentAt > cameAt - maxAgeMs;
          if (!isYoung) complain('an answer that is too old');
          if (sent < (forgotten.get(account) ?? 0)) complain('an answer that was to be forgotten');
        }
      }

      function checkError(wish: Wish, error: GatewayError): void {
        const { key } = wish;
        const { code, extensions } = error;
        const named = extensions?.keys;
        if (key !== null && named && named.join() !== key)
          complain(`the error of ${named.join()} came to ${key}`);
        const isOver = left || clock.now() === deadlineAt;
        if (code === 'KEY_REJECTED') {
          if (!key?.startsWith('BAD')) complain(`${key} blamed for another`);
        } else if (code === 'UPSTREAM_UNAVAILABLE' || code === 'UPSTREAM_TIMEOUT') {
          const failed = lastFault.get(tagOf(wish)) ?? 0;
          if (!isOver && failed < came) complain('the error of another time');
        } else if (code === 'BUDGET_EXHAUSTED') {
          const lineIsTooLong = (extensions.retryAfterMs ?? 0) > Math.min(deadlineMs, maxWaitMs);
          const isRefused = clock.now() === cameAt && lineIsTooLong;
          // By those who came later and whose turn was earlier.
          const { windowMs } = wish.endpoint.limit;
          const isPassed = clock.now() >= cameAt + maxWaitMs + windowMs;
          if (!isOver && !isRefused && !isPassed) complain('given up too early');
        } else if (code !== 'DEADLINE_EXCEEDED' || !isOver) complain(`a defect: ${String(error)}`);
      }

      const visit: Visit = {
        getsRows(wish, rows) {
          checkRows(wish, rows, held).forEach(complain);
          checkAge(wish, rows);
          settle(wish);
        },
        getsError(wish, error) {
          checkError(wish, error as GatewayError);
          settle(wish);
        },
        leaves() {
          left = true;
          for (const wish of wishes) wanted.get(tagOf(wish))?.delete(visit);
        },
      };
      for (const wish of wishes) {
        const tag = tagOf(wish);
        wanted.set(tag, (wanted.get(tag) ?? new Set()).add(visit));
        open += 1;
      }
      return visit;
    },
    /** Things that clients wait for. */
    open: () => open,
    /** @throws Error that tells everything that was wrong */
    judge(): void {
      if (open > 0) complain(`${open} never answered`);
      const budgets = Map.groupBy(calls, ({ lot }) => `${lot.account}/${lot.endpoint.name}`);
      for (const [id, own] of budgets) {
        const { calls: limit = 0, windowMs = 0 } = own[0]?.lot.endpoint.limit ?? {};
        const spans = own.map(({ sentAt, arrivedAt }) => ({ from: sentAt, to: arrivedAt }));
        if (mostArrivals(spans, windowMs) > limit) complain(`over the limit at ${id}`);
      }
      if (complaints.size > 0) throw new Error([...complaints].join('; '));
    },
  };
}

function checkRows(wish: Wish, rows: AnsweredRows, held: readonly string[]): readonly string[] {
  const { key } = wish;
  const expected = key === null ? held : key === 'GONE' ? [] : [key];
  const own = rows.filter(({ ccy }) => ccy !== 'STRANGER' || key !== null);
  const found = new Set(own.map(({ ccy }) => ccy));
  const complete = found.size === own.length && found.size === expected.length;
  const isWrong = !complete || !expected.every((ccy) => found.has(ccy));
  return [
    ...(isWrong ? [`wrong rows for ${key}`] : []),
    ...own
      .filter(({ ccy, tag }) => tag !== tagOf({ ...wish, key: String(ccy) }))
      .map(({ tag }) => `the row of another: ${String(tag)}`),
  ];
}
