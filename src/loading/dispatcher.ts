import type { Budget, Lease } from '../budget/budget.ts';
import { holdBackMs, slotOf } from '../budget/pacing.ts';
import type { Endpoint } from '../endpoints/declare.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Call } from '../exchange/client.ts';
import type { Outcome } from '../exchange/outcome.ts';
import type { Cancel, Clock } from '../time/clock.ts';
import type { AccountHealth } from './account-health.ts';
import {
  type Answer,
  type Ask,
  type CallRecord,
  type Key,
  type Waiter,
  WHOLE,
  waitOn,
} from './ask.ts';
import type { Lane } from './lane.ts';
import type { LaneSpec } from './lane-form.ts';
import { createLaneSet, type OpenLane } from './lane-set.ts';
import type { Patience } from './patience.ts';
import { createRecovery } from './recovery.ts';
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

export interface DispatcherParts {
  readonly endpoint: Endpoint;
  readonly budget: Budget;
  readonly call: Call;
  readonly health: AccountHealth;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** For how long answers are kept for the queries to come. */
  readonly keepMs: number;
}

/** Calls that are kept of an ask, to be told to those whom it serves. */
const mostRecords = 10;

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { endpoint, budget, call, health, clock, random, keepMs } = parts;
  const { limit } = budget;
  const lanes = createLaneSet(endpoint, clock, keepMs);
  const recovery = createRecovery({ limit, clock, random, pump });
  const slotMs = slotOf(limit);
  let pumpIsDue = false;
  let wake: Cancel = () => {};
  let sentAt = -Infinity;

  /** Sends what waits, by turns, as fast as leases and pacing allow. */
  function pump(): void {
    // What finds the budget unused leaves at once, however many calls it needs.
    let burst = budget.inUse() === 0 ? lanes.calls() : 0;
    for (let next = lanes.next(); next; next = lanes.next()) {
      const refusal = health.refusal();
      if (refusal) {
        next.lane.fail(next.lane.take(), refusal.with({ endpoint: endpoint.name }));
        continue;
      }
      const holdMs = Math.max(budget.waitFor(1), recovery.holdMs(), burst > 0 ? 0 : paceMs());
      const lease = holdMs > 0 ? null : budget.take();
      if (!lease) {
        wake();
        // Whole milliseconds: a fraction can be too small to move the clock on.
        wake = clock.after(Math.ceil(holdMs), pump);
        return;
      }
      burst -= 1;
      sentAt = clock.now();
      health.sending();
      void send(next, next.lane.take(), lease);
    }
  }

  function paceMs(): number {
    const inUse = budget.inUse();
    return holdBackMs(limit, {
      inUse,
      backlog: lanes.calls(),
      nextReturnMs: budget.waitFor(limit.calls - inUse + 1),
      sinceSentMs: clock.now() - sentAt,
    });
  }

  /** Pumps once the present turn of the event loop is over, when all its keys have been gathered. */
  function pumpSoon(): void {
    if (pumpIsDue) return;
    pumpIsDue = true;
    setImmediate(() => {
      pumpIsDue = false;
      pump();
    });
  }

  async function send({ lane, spec }: OpenLane, asks: readonly Ask[], lease: Lease): Promise<void> {
    const values = asks.map(({ key }) => key).filter((key) => key !== WHOLE);
    const keys = values.length > 0 ? { by: spec.by, values } : null;
    const record: CallRecord = {
      endpoint: endpoint.name,
      asks,
      sentAt,
      tookMs: null,
      outcome: null,
    };
    for (const ask of asks) ask.calls = [...ask.calls.slice(1 - mostRecords), record];
    const outcome = await call({ endpoint, keys, context: spec.context }).catch(defect);
    lease.end();
    record.tookMs = clock.now() - record.sentAt;
    record.outcome = 'error' in outcome ? outcome.error.code : 'ANSWERED';
    health.record(outcome);
    if ('error' in outcome) recovery.recover(lane, spec.by, asks, outcome);
    else {
      recovery.succeeded();
      lane.answer(asks, outcome.rows);
    }
    pump();
  }

  /** Milliseconds until so many calls can have been sent, at the soonest. */
  const soonestMs = (calls: number) => Math.max(budget.waitFor(calls), recovery.holdMs());

  function leave(lane: Lane, waiter: Waiter): void {
    const { ask } = waiter;
    if (!ask.waiters.delete(waiter)) return;
    const retryAfterMs = Math.ceil(soonestMs(lanes.calls(ask.turn)));
    lane.abandon(ask);
    waiter.resolve(tooLate(ask, endpoint.name, retryAfterMs));
  }

  return {
    budget,
    load(spec, keys, { deadlineAt, maxAgeMs, signal }) {
      const { lane } = lanes.laneOf(spec);
      const now = clock.now();
      const freshAfter = now - maxAgeMs;
      const loadings = keys.map((key, index) => {
        // The later calls of one request come to their turn as if it had asked for them slot by slot, so
        // that a request with very many keys does not make one with a single key wait for all of them.
        const turn = now + Math.floor(index / lane.max) * slotMs;
        return waitOn(lane.join(key, turn, freshAfter), freshAfter);
      });
      for (const { waiter } of loadings.toReversed()) {
        const { ask } = waiter;
        if (now + soonestMs(lanes.calls(ask.turn)) <= deadlineAt) break;
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
    waitFor: (calls) => soonestMs(lanes.calls() + calls),
    forget: () => lanes.forget(),
  };
}

/** A `call` that breaks its promise not to reject must not cost anybody the answer. */
function defect(cause: unknown): Outcome {
  const error = new GatewayError('INTERNAL_SERVER_ERROR', 'The gateway failed to make the call.');
  error.cause = cause;
  return { error, remedy: 'give-up' };
}
