import type { Budget } from '../budget/budget.ts';
import { slotOf } from '../budget/pacing.ts';
import { tooLate } from './faults/too-late.ts';
import type { Parts } from './parts.ts';
import type { Patience, TurnTaker } from './patience.ts';
import { type Ask, createAsk, type Key, roomOf, type Waiter } from './queue/ask.ts';
import { timetable } from './queue/timetable.ts';
import { leave, unsentOf, waitOn } from './queue/waiters.ts';
import type { Lane } from './queue/lane.ts';
import { Queue } from './queue/queue.ts';
import { Sender } from './sender.ts';

/** Start-time fair queueing has one flow for each request: see `docs/design.md`. */
export interface Flow {
  /** Loads keys, in their order; each answer settles by itself. */
  load(lane: Lane, keys: readonly Key[]): readonly Waiter[];
  /** All who have waited for a key so far. */
  readonly waiters: readonly Waiter[];
  /** Whether one who asks for the same now would be given the answer of this ask. */
  isCurrent(ask: Ask, freshAfter: number): boolean;
}

/** Who waits is looked through this often. */
const lookForLateMs = 100;
/** Who yields asks as if it came so much later: after all that others ask for by then. */
const yieldingMs = 60_000;
/** Keys wait no longer than this for those of requests that have come after theirs. */
const maxGatherMs = 25;

/** Turns the keys that all clients want of one account's endpoint into calls within its budget. */
export class Dispatcher {
  readonly budget: Budget;
  readonly #parts: Parts;
  readonly #queue: Queue;
  readonly #sender: Sender;
  #pumpIsDue = false;
  #lookIsDue = false;

  constructor(parts: Parts) {
    this.budget = parts.budget;
    this.#parts = parts;
    this.#queue = new Queue(parts);
    this.#sender = new Sender(this.#queue, parts);
  }

  /** What one request asks here. Its keys have their turns one call after the other, whatever their lanes. */
  flow(patience: Patience): Flow {
    const { taker, yields, operation, deadlineAt, maxWaitMs, freshAfter } = patience;
    const { budget } = this;
    const { clock } = this.#parts;
    const queue = this.#queue;
    const slotMs = slotOf(budget.limit);
    const waiters: Waiter[] = [];
    let nextTag = -Infinity;
    let isWaiting = false;

    return {
      waiters,
      isCurrent: (ask, after) => queue.isCurrent(ask, after),
      load: (lane, keys) => {
        const now = clock.now();
        // As if the request had asked for its calls slot by slot, so that one with very many keys or lanes does
        // not make one with a single key wait for all of them.
        const firstTag = Math.max(now + (yields ? yieldingMs : 0), nextTag);
        // An estimate is not exact, and who was told to wait is not to be turned away for that.
        const lateAt = now + maxWaitMs + budget.limit.windowMs;
        let room = 0;
        const loading = keys.map((key) => {
          const startTag = firstTag + Math.floor(room / lane.max) * slotMs;
          const isFirst = startTag <= now;
          const wanted = createAsk(lane, key, { startTag, isFirst, yields, freshAfter });
          const ask = queue.join(wanted);
          room += roomOf(ask);
          return waitOn(ask, { taker, operation, askedAt: now, lateAt, freshAfter });
        });
        nextTag = firstTag + Math.ceil(room / lane.max) * slotMs;
        waiters.push(...loading);
        if (loading.every(({ ask }) => ask.answer !== null)) return loading;
        this.#refuseLate(loading, Math.min(maxWaitMs, deadlineAt - now), yields);
        if (patience.isOver()) this.#turnAway(loading);
        else if (!isWaiting) patience.onOver(() => this.#turnAway(waiters));
        isWaiting = true;
        if (yields || budget.waitFor(1) > 0 || this.#sender.shares().greedy.size > 0)
          this.#lookForLate();
        this.#pumpSoon();
        return loading;
      },
    };
  }

  /** Keys that wait to be sent. */
  waiting(): number {
    return this.#queue.waiting.size;
  }

  /** Whether nothing waits, is under way or is kept for the queries to come. */
  isEmpty(): boolean {
    return this.#queue.isEmpty();
  }

  /** Milliseconds until so many calls more than wait already can have been sent, at the soonest. */
  waitFor(calls: number): number {
    return Math.max(
      this.#sender.soonestMs(this.#queue.calls() + calls),
      this.#parts.breaker.refusal()?.extensions.retryAfterMs ?? 0,
    );
  }

  /** Calls in any window that a taker can have whatever others want. */
  shareOf(taker: TurnTaker): number {
    return this.#sender.shareOf(taker);
  }

  /** Uses no answer again that has been read or asked for so far. */
  forget(): void {
    this.#queue.forget();
  }

  /** Pumps once the present turn of the event loop is over and the keys of all that has come are gathered. */
  #pumpSoon(): void {
    if (this.#pumpIsDue) return;
    this.#pumpIsDue = true;
    const { clock, moreIsComing = () => false } = this.#parts;
    // Counted from when the network has been looked at: to read a thousand requests takes longer than that.
    let since: number | null = null;
    const pumpWhenGathered = (): void => {
      since ??= clock.now();
      if (moreIsComing() && clock.now() - since < maxGatherMs) {
        setImmediate(pumpWhenGathered);
        return;
      }
      this.#pumpIsDue = false;
      this.#sender.pump();
    };
    setImmediate(pumpWhenGathered);
  }

  /** How long each ask waits until its call can be sent at the soonest, as things are now. Unit: milliseconds. */
  #estimateWaits(): (ask: Ask) => number {
    const { waiting, wholes, turns } = this.#queue;
    const numbers = timetable(waiting, wholes, turns, this.#sender.shares());
    return (ask) => {
      const number = numbers.get(ask) ?? 0;
      return this.#sender.soonestMs(number, ask.yields && number > 0);
    };
  }

  /** Lets them wait no longer, and tells them how long they would have to. */
  #turnAway(waiters: readonly Waiter[], waitOf = this.#estimateWaits()): void {
    const queue = this.#queue;
    for (const waiter of waiters) {
      const { ask, resolve } = waiter;
      if (!leave(waiter)) continue;
      const { name } = this.#parts.endpoint;
      resolve(queue.known.refusalOf(ask.id) ?? tooLate(ask, name, Math.ceil(waitOf(ask))));
      queue.abandon(ask);
    }
  }

  /** Refuses at once what nobody else waits for and cannot be sent in time. */
  #refuseLate(waiters: readonly Waiter[], inMs: number, yields: boolean): void {
    // While calls are stopped, what waits is told why when it would be sent.
    if (this.#parts.breaker.refusal()) return;
    if (this.#sender.soonestMs(this.#queue.calls(), yields) <= inMs) return;
    const waitOf = this.#estimateWaits();
    const isLate = ({ ask }: Waiter) =>
      ask.sentAt === null && ask.waiters.size === 1 && waitOf(ask) > inMs;
    this.#turnAway(waiters.filter(isLate), waitOf);
  }

  /** Who has to leave free leases to others cannot go at once, but when one comes back at the soonest. */
  #yieldMs({ takers }: Ask): number {
    const { yielding, kept } = this.#sender.shares();
    const yields = kept > 0 && takers.keys().every((taker) => yielding.has(taker));
    return yields ? this.#sender.nextReturnMs() : 0;
  }

  /** Others who come later may go before one who was not too late when it came. */
  #lookForLate(): void {
    if (this.#lookIsDue) return;
    this.#lookIsDue = true;
    const { clock } = this.#parts;
    clock.after(lookForLateMs, () => {
      this.#lookIsDue = false;
      const now = clock.now();
      const unsent = unsentOf(this.#queue.waiting);
      const late = unsent.filter(({ lateAt }) => lateAt <= now);
      if (late.length > 0) {
        const soonestOf = this.#estimateWaits();
        const waitOf = (ask: Ask) => Math.max(soonestOf(ask), this.#yieldMs(ask));
        // What can go at once, or may be answered by a call that is under way, is not given up now.
        this.#turnAway(
          late.filter(({ ask }) => waitOf(ask) > 0),
          waitOf,
        );
      }
      if (unsent.length > 0) this.#lookForLate();
    });
  }
}
