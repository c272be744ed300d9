import type { Budget } from '../budget/budget.ts';
import { slotOf } from '../budget/pacing.ts';
import { tooLate } from './faults/too-late.ts';
import type { Cancel } from '../time/clock.ts';
import type { Parts } from './parts.ts';
import type { Patience, TurnTaker } from './patience.ts';
import { type Ask, createAsk, type Key, type Waiter } from './queue/ask.ts';
import { leave, waitOn } from './queue/waiters.ts';
import type { Lane } from './queue/lane.ts';
import { createQueue } from './queue/queue.ts';
import { createSender } from './sender.ts';

/** Turns the keys that all clients want of one account's endpoint into calls within its budget. */
export interface Dispatcher {
  /** What one request asks here. Its keys have their turns one call after the other, whatever their lanes. */
  flow(patience: Patience): Flow;
  /** Keys that wait to be sent. */
  waiting(): number;
  /** Whether nothing waits, is under way or is kept for the queries to come. */
  isEmpty(): boolean;
  /** Milliseconds until so many calls more than wait already can have been sent, at the soonest. */
  waitFor(calls: number): number;
  /** Calls in any window that a taker can have whatever others want. */
  shareOf(taker: TurnTaker): number;
  /** Uses no answer again that has been read or asked for so far. */
  forget(): void;
  readonly budget: Budget;
}

/** Start-time fair queueing has one flow for each request: see `docs/design.md`. */
export interface Flow {
  /** Loads keys, in their order; each answer settles by itself. */
  load(lane: Lane, keys: readonly Key[]): readonly Waiter[];
  /** All who have waited for a key so far. */
  readonly waiters: readonly Waiter[];
  /** Whether one who asks for the same now would be given the answer of this ask. */
  isCurrent(ask: Ask, freshAfter: number): boolean;
}

/** What an ask takes of the calls of its lane, in keys: one that goes alone a whole call, what needs no further call nothing. */
function roomOf({ answer, sentAt, group, lane }: Ask): number {
  if (answer || sentAt !== null) return 0;
  return group === lane.id ? 1 : lane.max;
}

/** Who waits is looked through this often. */
const lookForLateMs = 100;
/** Who yields asks as if it came so much later: after all that others ask for by then. */
const yieldingMs = 60_000;
/** Keys wait no longer than this for those of requests that have come after theirs. */
const maxGatherMs = 25;

export function createDispatcher(parts: Parts): Dispatcher {
  const { endpoint, budget, clock, breaker, moreIsComing = () => false } = parts;
  const queue = createQueue(parts);
  const sender = createSender(queue, parts);
  const slotMs = slotOf(budget.limit);
  let pumpIsDue = false;
  let cancelLook: Cancel | null = null;

  /** Pumps once the present turn of the event loop is over and the keys of all that has come are gathered. */
  function pumpSoon(): void {
    if (pumpIsDue) return;
    pumpIsDue = true;
    const since = clock.now();
    setImmediate(function pumpWhenGathered() {
      if (moreIsComing() && clock.now() - since < maxGatherMs) {
        setImmediate(pumpWhenGathered);
        return;
      }
      pumpIsDue = false;
      sender.pump();
    });
  }

  /** How long each ask waits until its call can be sent at the soonest, as things are now. Unit: milliseconds. */
  function estimateWaits(): (ask: Ask) => number {
    const numbers = queue.timetable(sender.shares());
    return (ask) => {
      const number = numbers.get(ask) ?? 0;
      return sender.soonestMs(number, ask.yields && number > 0);
    };
  }

  /** Lets them wait no longer, and tells them how long they would have to. */
  function turnAway(waiters: readonly Waiter[], waitOf = estimateWaits()): void {
    for (const waiter of waiters) {
      const { ask, resolve } = waiter;
      if (!leave(waiter)) continue;
      resolve(queue.refusalOf(ask) ?? tooLate(ask, endpoint.name, Math.ceil(waitOf(ask))));
      queue.abandon(ask);
    }
  }

  /** Refuses at once what nobody else waits for and cannot be sent in time. */
  function refuseLate(waiters: readonly Waiter[], inMs: number, yields: boolean): void {
    // While calls are stopped, what waits is told why when it would be sent.
    if (breaker.refusal() || sender.soonestMs(queue.calls(), yields) <= inMs) return;
    const waitOf = estimateWaits();
    const isLate = ({ ask }: Waiter) =>
      ask.sentAt === null && ask.waiters.size === 1 && waitOf(ask) > inMs;
    turnAway(waiters.filter(isLate), waitOf);
  }

  /** Who has to leave free leases to others cannot go at once, but when one comes back at the soonest. */
  function yieldMs({ takers }: Ask): number {
    const { yielding, kept } = sender.shares();
    const yields = kept > 0 && takers.keys().every((taker) => yielding.has(taker));
    return yields ? sender.nextReturnMs() : 0;
  }

  /** Others who come later may go before one who was not too late when it came. */
  function lookForLate(): void {
    if (cancelLook) return;
    cancelLook = clock.after(lookForLateMs, () => {
      cancelLook = null;
      const now = clock.now();
      const unsent = [...queue.unsent()];
      const late = unsent.filter(({ lateAt }) => lateAt <= now);
      if (late.length > 0) {
        const soonestOf = estimateWaits();
        const waitOf = (ask: Ask) => Math.max(soonestOf(ask), yieldMs(ask));
        // What can go at once, or may be answered by a call that is under way, is not given up now.
        turnAway(
          late.filter(({ ask }) => waitOf(ask) > 0),
          waitOf,
        );
      }
      if (unsent.length > 0) lookForLate();
    });
  }

  function createFlow(patience: Patience): Flow {
    const { taker, yields, operation, deadlineAt, maxWaitMs, freshAfter } = patience;
    const waiters: Waiter[] = [];
    let nextTag = -Infinity;
    let isWaiting = false;

    return {
      waiters,
      isCurrent: queue.isCurrent,
      load(lane, keys) {
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
        refuseLate(loading, Math.min(maxWaitMs, deadlineAt - now), yields);
        if (patience.isOver()) turnAway(loading);
        else if (!isWaiting) patience.onOver(() => turnAway(waiters));
        isWaiting = true;
        if (yields || budget.waitFor(1) > 0 || sender.shares().greedy.size > 0) lookForLate();
        pumpSoon();
        return loading;
      },
    };
  }

  return {
    budget,
    flow: createFlow,
    waiting: () => queue.waiting(),
    isEmpty: () => queue.isEmpty(),
    shareOf: sender.shareOf,
    waitFor: (calls) =>
      Math.max(
        sender.soonestMs(queue.calls() + calls),
        breaker.refusal()?.extensions.retryAfterMs ?? 0,
      ),
    forget: () => queue.forget(),
  };
}
