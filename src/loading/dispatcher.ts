import type { Budget } from '../budget/budget.ts';
import { slotOf } from '../budget/pacing.ts';
import { type Answer, type Key, type Waiter, waitOn } from './ask.ts';
import type { Lane } from './lane.ts';
import type { LaneSpec } from './lane-spec.ts';
import { createLaneSet } from './lane-set.ts';
import type { Patience } from './patience.ts';
import { createSender, type SenderParts } from './sender.ts';
import { tooLate } from './too-late.ts';

/** Turns the keys that all clients want of one account's endpoint into calls within its budget. */
export interface Dispatcher {
  /** Loads keys, in their order; each answer settles by itself and none rejects. */
  load(spec: LaneSpec, keys: readonly Key[], patience: Patience): readonly Loading[];
  /** Keys that wait to be sent. */
  waiting(): number;
  /** Milliseconds until so many calls more than wait already can have been sent, at the soonest. */
  waitFor(calls: number): number;
  /** Uses no answer again that has been read or asked for so far. */
  forget(): void;
  readonly budget: Budget;
}

/** A key that is being loaded. */
export interface Loading {
  readonly waiter: Waiter;
  readonly answer: Promise<Answer>;
}

export interface DispatcherParts extends SenderParts {
  /** For how long answers are kept for the queries to come. */
  readonly keepMs: number;
  /** Whether requests have come whose keys are not known yet. Default: never. */
  readonly moreIsComing?: () => boolean;
}

/** Keys wait no longer than this for those of requests that have come after theirs. */
const longestGatherMs = 25;

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { endpoint, budget, clock, keepMs, moreIsComing = () => false } = parts;
  const lanes = createLaneSet(endpoint, clock, keepMs);
  const sender = createSender(lanes, parts);
  const slotMs = slotOf(budget.limit);
  /** When the turn of the next call of a request is that has asked for some already. */
  const nextTurns = new WeakMap<Patience, number>();
  let pumpIsDue = false;

  /** Pumps once the present turn of the event loop is over and the keys of all that has come are gathered. */
  function pumpSoon(): void {
    if (pumpIsDue) return;
    pumpIsDue = true;
    const since = clock.now();
    setImmediate(function pumpWhenGathered() {
      if (moreIsComing() && clock.now() - since < longestGatherMs) {
        setImmediate(pumpWhenGathered);
        return;
      }
      pumpIsDue = false;
      sender.pump();
    });
  }

  function leave(lane: Lane, waiter: Waiter): void {
    const { ask } = waiter;
    if (!ask.waiters.delete(waiter)) return;
    const retryAfterMs = Math.ceil(sender.soonestMs(lanes.calls(ask.turn)));
    lane.abandon(ask);
    waiter.resolve(tooLate(ask, endpoint.name, retryAfterMs));
  }

  return {
    budget,
    load(spec, keys, patience) {
      const { deadlineAt, freshAfter, signal } = patience;
      const { lane } = lanes.laneOf(spec);
      const now = clock.now();
      // The later calls of one request come to their turn as if it had asked for them slot by slot, so that a
      // request with very many keys or contexts does not make one with a single key wait for all of them.
      const firstTurn = Math.max(now, nextTurns.get(patience) ?? now);
      nextTurns.set(patience, firstTurn + Math.ceil(keys.length / lane.max) * slotMs);
      const loadings = keys.map((key, index) => {
        const turn = firstTurn + Math.floor(index / lane.max) * slotMs;
        return waitOn(lane.join(key, turn, freshAfter), freshAfter);
      });
      for (const { waiter } of loadings.toReversed()) {
        const { ask } = waiter;
        if (now + sender.soonestMs(lanes.calls(ask.turn)) <= deadlineAt) break;
        if (ask.sentAt === null && ask.waiters.size === 1) leave(lane, waiter);
      }
      const leaveAll = () => {
        for (const { waiter } of loadings) leave(lane, waiter);
      };
      if (signal.aborted) leaveAll();
      signal.addEventListener('abort', leaveAll, { once: true });
      void Promise.all(loadings.map(({ answer }) => answer)).then(() =>
        signal.removeEventListener('abort', leaveAll),
      );
      pumpSoon();
      lanes.release(spec);
      return loadings;
    },
    waiting: () => lanes.waiting(),
    waitFor: (calls) =>
      Math.max(
        sender.soonestMs(lanes.calls() + calls),
        parts.health.refusal()?.extensions.retryAfterMs ?? 0,
      ),
    forget: () => lanes.forget(),
  };
}
