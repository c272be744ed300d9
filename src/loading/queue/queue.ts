import type { Charge } from '../../budget/turns.ts';
import type { Use } from '../demands.ts';
import type { Shares } from '../fair-share.ts';
import type { GatewayError } from '../../errors/gateway-error.ts';
import type { Row } from '../../exchange/decode.ts';
import type { Parts } from '../parts.ts';
import {
  type Answer,
  answerAsk,
  type Ask,
  type CallRecord,
  errorFor,
  isFresh,
  markSent,
  markWaiting,
  type Waiter,
  WHOLE,
} from './ask.ts';
import { absorb } from './waiters.ts';
import { createKnownKeys } from './known-keys.ts';
import { callsFor, chargesOf, nextAsk, type NextCall, nextCall, wantsOf } from './next-call.ts';
import { createRowIndex } from './row-index.ts';
import { createSuspects } from './suspects.ts';
import { timetable } from './timetable.ts';
import { createWholeAnswers } from './whole-answers.ts';

/** The asks for one endpoint of an account: those that wait to be sent, are under way or have a fresh answer. */
export interface Queue {
  /** The ask that serves what a new one wants: a present one with a fresh answer, one that waits, or the new one. */
  join(wanted: Ask): Ask;
  /** Whether one who asks for the same now would be given the answer of this ask. */
  isCurrent(ask: Ask, freshAfter: number): boolean;
  /** Whether there is something to send. */
  hasNext(): boolean;
  /** For whom the next call would be, none where all who wait are held. */
  nextCharges(shares: Shares): readonly Charge[];
  /**
   * The next call, whose asks are under way from now on; undefined when there is nothing to send.
   *
   * @param paid for whom its lease was had: it is theirs, unless they want nothing any more
   */
  take(shares: Shares, paid: readonly Charge[]): NextCall | undefined;
  /** Answers asks with the rows of their call, by key and never by position. */
  answer(asks: readonly Ask[], rows: readonly Row[]): void;
  /** Answers asks with an error that is remembered for a while: the exchange refuses their keys. */
  refuse(asks: readonly Ask[], error: GatewayError, lastsMs?: number): void;
  /** Answers asks with an error that those who ask later do not get. */
  fail(asks: readonly Ask[], error: GatewayError): void;
  /** Fails what could be sent, of which no call is made. */
  failWaiting(error: GatewayError): void;
  /** Puts asks back in their places or, as a call of their own, at a given start tag. */
  requeue(asks: readonly Ask[], aloneAt?: number): void;
  /** Takes an ask that nobody waits for any more out of the queue. */
  abandon(ask: Ask): void;
  /** Notes who may have asked for what the exchange refuses. */
  suspect(asks: readonly Ask[]): void;
  /** Whether the exchange has answered this key before, so that a refusal is hardly for its sake. */
  isProven(ask: Ask): boolean;
  /** Why the exchange refused a key that is being rechecked. */
  refusalOf(ask: Ask): GatewayError | undefined;
  /** Who waits for what has never been sent. */
  unsent(): Iterable<Waiter>;
  /** Keys that wait to be sent. */
  waiting(): number;
  /** Whether nothing waits, is under way or is kept for the queries to come. */
  isEmpty(): boolean;
  /** The calls that each caller waits for. */
  wants(): ReadonlyMap<string, Use>;
  /** Calls that the waiting asks need, of which `which` holds. Default: all. */
  calls(which?: (ask: Ask) => boolean): number;
  /** Which call from now each ask goes with, the next one being 1, as things are now. */
  timetable(shares: Shares): ReadonlyMap<Ask, number>;
  /** Uses no answer again that has been read or asked for so far; who waits for one still gets it. */
  forget(): void;
}

type QueueParts = Pick<Parts, 'accountId' | 'endpoint' | 'clock' | 'keepMs' | 'budget'>;

export function createQueue({ accountId, endpoint, clock, keepMs, budget }: QueueParts): Queue {
  const { turns } = budget;
  const waiting = new Map<string, Ask>();
  /** The latest ask of each key that was sent: under way, or answered and perhaps still fresh. */
  const sent = new Map<string, Ask>();
  const known = createKnownKeys(clock);
  const suspects = createSuspects(known, clock);
  const rowsFor = createRowIndex(endpoint);
  const wholes = createWholeAnswers(endpoint, waiting, sent, rowsFor);
  let forgottenAt = -Infinity;
  const order = { coverOf: wholes.coverOf, turns };
  const next = (shares?: Shares, payers?: ReadonlySet<string>) =>
    nextCall(waiting, { ...order, shares, payers }, { isProven: known.isProven, suspects });
  const isLatest = (ask: Ask) => sent.get(ask.id) === ask;
  const drop = (asks: readonly Ask[]) => asks.filter(isLatest).forEach(({ id }) => sent.delete(id));

  function settle(asks: readonly Ask[], answerOf: (ask: Ask) => Answer): void {
    for (const ask of asks) answerAsk(ask, answerOf(ask));
  }

  return {
    join(wanted) {
      const last = sent.get(wanted.id);
      if (last && isFresh(last, wanted.freshAfter)) return last;
      const present = waiting.get(wanted.id);
      if (present) {
        absorb(present, wanted);
        return present;
      }
      const refusal = known.refusalOf(wanted.id);
      const isRecheck = refusal !== undefined && known.recheck(wanted.id);
      if (isRecheck) markWaiting([wanted], wanted.startTag);
      if (refusal && !isRecheck) answerAsk(wanted, refusal);
      else if (!wholes.serve(wanted)) waiting.set(wanted.id, wanted);
      return wanted;
    },
    isCurrent: (ask, freshAfter) =>
      isLatest(ask) && ask.answer !== null && isFresh(ask, freshAfter),
    hasNext: () => nextAsk(waiting, order) !== undefined,
    nextCharges: (shares) => chargesOf(next(shares)),
    take(shares, paid) {
      const ofPayers = next(shares, new Set(paid.map(({ taker }) => taker)));
      const asks = ofPayers.length > 0 ? ofPayers : next(shares);
      if (asks.length === 0) return undefined;
      const charges = chargesOf(asks);
      turns.spend(charges);
      const call: CallRecord = {
        accountId,
        endpoint: endpoint.name,
        ids: asks.map(({ id }) => id),
        charges,
        isWhole: asks.some(({ key }) => key === WHOLE),
        sentAt: clock.now(),
        tookMs: null,
        outcome: null,
      };
      for (const ask of asks) {
        waiting.delete(ask.id);
        sent.set(ask.id, ask);
        markSent(ask, call);
      }
      return { asks, call };
    },
    answer(asks, rows) {
      // A later one may be under way: whoever waits for that is served by this one, too, if it is fresh to him.
      const whole = asks.find((ask) => ask.key === WHOLE && Number(ask.sentAt) > forgottenAt);
      settle(asks, (ask) => {
        const own = rowsFor(ask, rows);
        if (isLatest(ask)) known.answered(ask.id, own.length);
        return own;
      });
      clock.after(keepMs, () => drop(asks));
      if (whole) wholes.serveParts(whole, rows);
    },
    refuse(asks, error, lastsMs) {
      for (const ask of asks)
        if (isLatest(ask)) known.refused(ask.id, errorFor(ask, error), lastsMs);
      drop(asks);
      settle(asks, (ask) => errorFor(ask, error));
    },
    fail(asks, error) {
      drop(asks);
      settle(asks, (ask) => errorFor(ask, error));
    },
    failWaiting(error) {
      for (let asks = next(); asks.length > 0; asks = next()) {
        for (const ask of asks) waiting.delete(ask.id);
        settle(asks, (ask) => errorFor(ask, error));
      }
    },
    requeue(asks, aloneAt) {
      drop(asks);
      for (const ask of asks) {
        const newer = waiting.get(ask.id);
        if (newer) absorb(ask, newer);
        if (ask.waiters.size > 0) waiting.set(ask.id, ask);
        else waiting.delete(ask.id);
      }
      markWaiting(asks, aloneAt);
    },
    abandon(ask) {
      if (ask.waiters.size === 0 && waiting.get(ask.id) === ask) waiting.delete(ask.id);
    },
    suspect: suspects.add,
    isProven: ({ id }) => known.isProven(id),
    refusalOf: ({ id }) => known.refusalOf(id),
    unsent: () =>
      waiting.values().flatMap(({ attempts, waiters }) => (attempts.length === 0 ? waiters : [])),
    waiting: () => waiting.size,
    isEmpty: () => waiting.size + sent.size === 0,
    wants: () => wantsOf([...waiting.values()].filter((ask) => !wholes.coverOf(ask))),
    calls: (which = () => true) => callsFor(waiting.values().filter(which)),
    timetable: (shares) => timetable(waiting, wholes.coverOf, turns, shares),
    forget() {
      forgottenAt = clock.now();
      sent.clear();
      known.forget();
    },
  };
}
