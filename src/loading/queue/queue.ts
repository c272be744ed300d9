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
import { KnownKeys } from './known-keys.ts';
import { callsFor, chargesOf, nextAsk, type NextCall, nextCall, wantsOf } from './next-call.ts';
import { rowsOf } from './row-index.ts';
import { Suspects } from './suspects.ts';
import { timetable } from './timetable.ts';
import { WholeAnswers } from './whole-answers.ts';

type QueueParts = Pick<Parts, 'accountId' | 'endpoint' | 'clock' | 'keepMs' | 'budget'>;

/** The asks for one endpoint of an account: those that wait to be sent, are under way or have a fresh answer. */
export class Queue {
  readonly #parts: QueueParts;
  readonly #waiting = new Map<string, Ask>();
  /** The latest ask of each key that was sent: under way, or answered and perhaps still fresh. */
  readonly #sent = new Map<string, Ask>();
  readonly #known: KnownKeys;
  readonly #suspects: Suspects;
  readonly #wholes: WholeAnswers;
  #forgottenAt = -Infinity;

  constructor(parts: QueueParts) {
    const { clock, endpoint } = parts;
    this.#parts = parts;
    this.#known = new KnownKeys(clock);
    this.#suspects = new Suspects(this.#known, clock);
    this.#wholes = new WholeAnswers(endpoint, this.#waiting, this.#sent);
  }

  /** The ask that serves what a new one wants: a present one with a fresh answer, one that waits, or the new one. */
  join(wanted: Ask): Ask {
    const last = this.#sent.get(wanted.id);
    if (last && isFresh(last, wanted.freshAfter)) return last;
    const present = this.#waiting.get(wanted.id);
    if (present) {
      absorb(present, wanted);
      return present;
    }
    const refusal = this.#known.refusalOf(wanted.id);
    const isRecheck = refusal !== undefined && this.#known.recheck(wanted.id);
    if (isRecheck) markWaiting([wanted], wanted.startTag);
    if (refusal && !isRecheck) answerAsk(wanted, refusal);
    else if (!this.#wholes.serve(wanted)) this.#waiting.set(wanted.id, wanted);
    return wanted;
  }

  /** Whether one who asks for the same now would be given the answer of this ask. */
  isCurrent(ask: Ask, freshAfter: number): boolean {
    return this.#isLatest(ask) && ask.answer !== null && isFresh(ask, freshAfter);
  }

  /** Whether there is something to send. */
  hasNext(): boolean {
    return nextAsk(this.#waiting, this.#order()) !== undefined;
  }

  /** For whom the next call would be, none where all who wait are held. */
  nextCharges(shares: Shares): readonly Charge[] {
    return chargesOf(this.#next(shares));
  }

  /**
   * The next call, whose asks are under way from now on; undefined when there is nothing to send.
   *
   * @param paid for whom its lease was had: it is theirs, unless they want nothing any more
   */
  take(shares: Shares, paid: readonly Charge[]): NextCall | undefined {
    const ofPayers = this.#next(shares, new Set(paid.map(({ taker }) => taker)));
    const asks = ofPayers.length > 0 ? ofPayers : this.#next(shares);
    if (asks.length === 0) return undefined;
    const { accountId, endpoint, budget, clock } = this.#parts;
    const charges = chargesOf(asks);
    budget.turns.spend(charges);
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
      this.#waiting.delete(ask.id);
      this.#sent.set(ask.id, ask);
      markSent(ask, call);
    }
    return { asks, call };
  }

  /** Answers asks with the rows of their call, by key and never by position. */
  answer(asks: readonly Ask[], rows: readonly Row[]): void {
    const { clock, endpoint, keepMs } = this.#parts;
    const forgottenAt = this.#forgottenAt;
    // A later one may be under way: whoever waits for that is served by this one, too, if it is fresh to him.
    const whole = asks.find((ask) => ask.key === WHOLE && Number(ask.sentAt) > forgottenAt);
    settle(asks, (ask) => {
      const own = rowsOf(endpoint, ask, rows);
      if (this.#isLatest(ask)) this.#known.answered(ask.id, own.length);
      return own;
    });
    clock.after(keepMs, () => this.#drop(asks));
    if (whole) this.#wholes.serveParts(whole, rows);
  }

  /** Answers asks with an error that is remembered for a while: the exchange refuses their keys. */
  refuse(asks: readonly Ask[], error: GatewayError, lastsMs?: number): void {
    for (const ask of asks)
      if (this.#isLatest(ask)) this.#known.refused(ask.id, errorFor(ask, error), lastsMs);
    this.#drop(asks);
    settle(asks, (ask) => errorFor(ask, error));
  }

  /** Answers asks with an error that those who ask later do not get. */
  fail(asks: readonly Ask[], error: GatewayError): void {
    this.#drop(asks);
    settle(asks, (ask) => errorFor(ask, error));
  }

  /** Fails what could be sent, of which no call is made. */
  failWaiting(error: GatewayError): void {
    for (let asks = this.#next(); asks.length > 0; asks = this.#next()) {
      for (const ask of asks) this.#waiting.delete(ask.id);
      settle(asks, (ask) => errorFor(ask, error));
    }
  }

  /** Puts asks back in their places or, as a call of their own, at a given start tag. */
  requeue(asks: readonly Ask[], aloneAt?: number): void {
    this.#drop(asks);
    for (const ask of asks) {
      const newer = this.#waiting.get(ask.id);
      if (newer) absorb(ask, newer);
      if (ask.waiters.size > 0) this.#waiting.set(ask.id, ask);
      else this.#waiting.delete(ask.id);
    }
    markWaiting(asks, aloneAt);
  }

  /** Takes an ask that nobody waits for any more out of the queue. */
  abandon(ask: Ask): void {
    const waiting = this.#waiting;
    if (ask.waiters.size === 0 && waiting.get(ask.id) === ask) waiting.delete(ask.id);
  }

  /** Notes who may have asked for what the exchange refuses. */
  suspect(asks: readonly Ask[]): void {
    this.#suspects.add(asks);
  }

  /** Whether the exchange has answered this key before, so that a refusal is hardly for its sake. */
  isProven({ id }: Ask): boolean {
    return this.#known.isProven(id);
  }

  /** Why the exchange refused a key that is being rechecked. */
  refusalOf({ id }: Ask): GatewayError | undefined {
    return this.#known.refusalOf(id);
  }

  /** Who waits for what has never been sent. */
  unsent(): Iterable<Waiter> {
    return this.#waiting
      .values()
      .flatMap(({ attempts, waiters }) => (attempts.length === 0 ? waiters : []));
  }

  /** Keys that wait to be sent. */
  waiting(): number {
    return this.#waiting.size;
  }

  /** Whether nothing waits, is under way or is kept for the queries to come. */
  isEmpty(): boolean {
    return this.#waiting.size + this.#sent.size === 0;
  }

  /** The calls that each caller waits for. */
  wants(): ReadonlyMap<string, Use> {
    return wantsOf([...this.#waiting.values()].filter((ask) => !this.#wholes.coverOf(ask)));
  }

  /** Calls that the waiting asks need, of which `which` holds. Default: all. */
  calls(which: (ask: Ask) => boolean = () => true): number {
    return callsFor(this.#waiting.values().filter(which));
  }

  /** Which call from now each ask goes with, the next one being 1, as things are now. */
  timetable(shares: Shares): ReadonlyMap<Ask, number> {
    return timetable(this.#waiting, this.#wholes, this.#parts.budget.turns, shares);
  }

  /** Uses no answer again that has been read or asked for so far; who waits for one still gets it. */
  forget(): void {
    this.#forgottenAt = this.#parts.clock.now();
    this.#sent.clear();
    this.#known.forget();
  }

  #order() {
    return { wholes: this.#wholes, turns: this.#parts.budget.turns };
  }

  #next(shares?: Shares, payers?: ReadonlySet<string>): readonly Ask[] {
    const order = { ...this.#order(), shares, payers };
    return nextCall(this.#waiting, order, { known: this.#known, suspects: this.#suspects });
  }

  #isLatest(ask: Ask): boolean {
    return this.#sent.get(ask.id) === ask;
  }

  #drop(asks: readonly Ask[]): void {
    for (const ask of asks) if (this.#isLatest(ask)) this.#sent.delete(ask.id);
  }
}

function settle(asks: readonly Ask[], answerOf: (ask: Ask) => Answer): void {
  for (const ask of asks) answerAsk(ask, answerOf(ask));
}
