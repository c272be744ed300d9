import type { Charge, Turns } from '../../budget/turns.ts';
import type { Use } from '../demands.ts';
import type { Shares } from '../fair-share.ts';
import type { GatewayError } from '../../errors/gateway-error.ts';
import type { Row } from '../../exchange/decode.ts';
import type { Parts } from '../parts.ts';
import {
  answerAsk,
  type Ask,
  errorFor,
  isFresh,
  markSent,
  markWaiting,
  recordCall,
  WHOLE,
} from './ask.ts';
import { absorb, settle } from './waiters.ts';
import { KnownKeys } from './known-keys.ts';
import { callsFor, chargesOf, nextAsk, type NextCall, nextCall, wantsOf } from './next-call.ts';
import { rowsOf } from './row-index.ts';
import { Suspects } from './suspects.ts';
import { WholeAnswers } from './whole-answers.ts';

type QueueParts = Pick<Parts, 'accountId' | 'endpoint' | 'clock' | 'keepMs' | 'budget'>;

/** The asks for one endpoint of an account: those that wait to be sent, are under way or have a fresh answer. */
export class Queue {
  readonly #parts: QueueParts;
  readonly #waiting = new Map<string, Ask>();
  /** Those that wait to be sent. */
  readonly waiting: ReadonlyMap<string, Ask> = this.#waiting;
  /** The latest ask of each key that was sent: under way, or answered and perhaps still fresh. */
  readonly #sent = new Map<string, Ask>();
  readonly known: KnownKeys;
  readonly suspects: Suspects;
  readonly wholes: WholeAnswers;
  readonly turns: Turns;
  #forgottenAt = -Infinity;

  constructor(parts: QueueParts) {
    const { clock, endpoint, budget } = parts;
    this.#parts = parts;
    this.turns = budget.turns;
    this.known = new KnownKeys(clock);
    this.suspects = new Suspects(this.known, clock);
    this.wholes = new WholeAnswers(endpoint, this.#waiting, this.#sent);
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
    const refusal = this.known.refusalOf(wanted.id);
    const isRecheck = refusal !== undefined && this.known.recheck(wanted.id);
    if (isRecheck) markWaiting([wanted], wanted.startTag);
    if (refusal && !isRecheck) answerAsk(wanted, refusal);
    else if (!this.wholes.serve(wanted)) this.#waiting.set(wanted.id, wanted);
    return wanted;
  }

  /** Whether one who asks for the same now would be given the answer of this ask. */
  isCurrent(ask: Ask, freshAfter: number): boolean {
    return this.#isLatest(ask) && ask.answer !== null && isFresh(ask, freshAfter);
  }

  /** Whether there is something to send. */
  hasNext(): boolean {
    return nextAsk(this.#waiting, this) !== undefined;
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
    const { accountId, endpoint, clock } = this.#parts;
    const charges = chargesOf(asks);
    this.turns.spend(charges);
    const call = recordCall(asks, {
      accountId,
      endpoint: endpoint.name,
      charges,
      sentAt: clock.now(),
    });
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
      if (this.#isLatest(ask)) this.known.answered(ask.id, own.length);
      return own;
    });
    clock.after(keepMs, () => this.#drop(asks));
    if (whole) this.wholes.serveParts(whole, rows);
  }

  /** Answers asks with an error that is remembered for a while: the exchange refuses their keys. */
  refuse(asks: readonly Ask[], error: GatewayError, lastsMs?: number): void {
    for (const ask of asks)
      if (this.#isLatest(ask)) this.known.refused(ask.id, errorFor(ask, error), lastsMs);
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

  /** Whether nothing waits, is under way or is kept for the queries to come. */
  isEmpty(): boolean {
    return this.#waiting.size + this.#sent.size === 0;
  }

  /** The calls that each caller waits for. */
  wants(): ReadonlyMap<string, Use> {
    return wantsOf([...this.#waiting.values()].filter((ask) => !this.wholes.coverOf(ask)));
  }

  /** Calls that the waiting asks need, of which `which` holds. Default: all. */
  calls(which: (ask: Ask) => boolean = () => true): number {
    return callsFor(this.#waiting.values().filter(which));
  }

  /** Uses no answer again that has been read or asked for so far; who waits for one still gets it. */
  forget(): void {
    this.#forgottenAt = this.#parts.clock.now();
    this.#sent.clear();
    this.known.forget();
  }

  #next(shares?: Shares, payers?: ReadonlySet<string>): readonly Ask[] {
    const { wholes, turns } = this;
    return nextCall(this.#waiting, { wholes, turns, shares, payers }, this);
  }

  #isLatest(ask: Ask): boolean {
    return this.#sent.get(ask.id) === ask;
  }

  #drop(asks: readonly Ask[]): void {
    for (const ask of asks) if (this.#isLatest(ask)) this.#sent.delete(ask.id);
  }
}
