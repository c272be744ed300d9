import type { Budget, Lease } from '../budget/budget.ts';
import type { Endpoint } from '../endpoints/declare.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Call } from '../exchange/client.ts';
import type { Outcome } from '../exchange/outcome.ts';
import type { Cancel, Clock } from '../time/clock.ts';
import { type Answer, type Ask, type Key, type Waiter, WHOLE, waitOn } from './ask.ts';
import { createLane, type Lane } from './lane.ts';
import { formOf, type LaneSpec } from './lane-form.ts';
import type { Patience } from './patience.ts';
import { createRecovery } from './recovery.ts';

/** Turns the keys that all clients want of one account's endpoint into calls within its budget. */
export interface Dispatcher {
  /** Answers in the order of the keys; each settles by itself and none rejects. */
  load(spec: LaneSpec, keys: readonly Key[], patience: Patience): readonly Promise<Answer>[];
  /** Keys that wait to be sent. */
  waiting(): number;
  readonly budget: Budget;
}

export interface DispatcherParts {
  readonly endpoint: Endpoint;
  readonly budget: Budget;
  readonly call: Call;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** For how long answers are kept for the queries to come. */
  readonly keepMs: number;
}

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { endpoint, budget, call, clock, random, keepMs } = parts;
  const lanes = new Map<string, OpenLane>();
  const recovery = createRecovery({ limit: budget.limit, clock, random, pump });
  let pumpIsDue = false;
  let sweepIsDue = false;
  let wake: Cancel = () => {};

  function laneOf(spec: LaneSpec): OpenLane {
    const id = JSON.stringify([spec.by, Object.entries(spec.context)]);
    const open = lanes.get(id) ?? { spec, lane: createLane(formOf(endpoint, spec.by), clock) };
    lanes.set(id, open);
    sweepLater();
    return open;
  }

  /** Sends what waits, oldest first, while there are leases. */
  function pump(): void {
    for (;;) {
      const next = oldestLane();
      if (!next) return;
      const lease = recovery.holdMs() > 0 ? null : budget.take();
      if (!lease) {
        wake();
        wake = clock.after(Math.max(budget.waitFor(1), recovery.holdMs()), pump);
        return;
      }
      void send(next, next.lane.take(), lease);
    }
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

  function oldestLane(): OpenLane | undefined {
    let first: OpenLane | undefined;
    let since = Infinity;
    for (const open of lanes.values()) {
      const oldest = open.lane.oldest() ?? Infinity;
      if (oldest < since) [first, since] = [open, oldest];
    }
    return first;
  }

  async function send({ lane, spec }: OpenLane, asks: readonly Ask[], lease: Lease): Promise<void> {
    const values = asks.map(({ key }) => key).filter((key) => key !== WHOLE);
    const keys = values.length > 0 ? { by: spec.by, values } : null;
    const outcome = await call({ endpoint, keys, context: spec.context }).catch(defect);
    lease.end();
    if ('error' in outcome) recovery.recover(lane, spec.by, asks, outcome);
    else {
      recovery.succeeded();
      lane.answer(asks, outcome.rows);
    }
    pump();
  }

  /** Milliseconds until all that waits can have been sent, at the soonest. */
  function backlogMs(): number {
    let calls = 0;
    for (const { lane } of lanes.values()) calls += lane.calls();
    return Math.max(budget.waitFor(calls), recovery.holdMs());
  }

  function leave(lane: Lane, waiter: Waiter): void {
    const { ask } = waiter;
    if (!ask.waiters.delete(waiter)) return;
    const retryAfterMs = Math.ceil(backlogMs());
    lane.abandon(ask);
    waiter.resolve(tooLate(ask, endpoint.name, retryAfterMs));
  }

  function sweepLater(): void {
    if (sweepIsDue) return;
    sweepIsDue = true;
    clock.after(Math.max(keepMs, 1_000), () => {
      sweepIsDue = false;
      for (const [id, { lane }] of lanes) if (!lane.sweep(keepMs)) lanes.delete(id);
      if (lanes.size > 0) sweepLater();
    });
  }

  return {
    budget,
    load(spec, keys, { deadlineAt, maxAgeMs, signal }) {
      const { lane } = laneOf(spec);
      const freshAfter = clock.now() - maxAgeMs;
      const tickets = keys.map((key) => waitOn(lane.join(key, freshAfter)));
      for (const { waiter } of tickets.toReversed()) {
        if (clock.now() + backlogMs() <= deadlineAt) break;
        const { ask } = waiter;
        if (ask.sentAt === null && ask.waiters.size === 1) leave(lane, waiter);
      }
      const leaveAll = () => {
        for (const { waiter } of tickets) leave(lane, waiter);
      };
      if (signal.aborted) leaveAll();
      signal.addEventListener('abort', leaveAll, { once: true });
      const answers = tickets.map(({ answer }) => answer);
      void Promise.all(answers).then(() => signal.removeEventListener('abort', leaveAll));
      pumpSoon();
      return answers;
    },
    waiting() {
      let keys = 0;
      for (const { lane } of lanes.values()) keys += lane.waiting();
      return keys;
    },
  };
}

interface OpenLane {
  readonly lane: Lane;
  readonly spec: LaneSpec;
}

/** What to say to one who can wait no longer. */
function tooLate(ask: Ask, endpoint: string, retryAfterMs: number): GatewayError {
  const details = { endpoint, retryAfterMs, ...(ask.key !== WHOLE && { keys: [ask.key] }) };
  if (ask.lastError) return ask.lastError.with(details);
  return ask.sentAt === null
    ? new GatewayError(
        'BUDGET_EXHAUSTED',
        'The rate limit of the exchange leaves no call for this before the deadline.',
        details,
      )
    : new GatewayError(
        'DEADLINE_EXCEEDED',
        'The exchange had not answered by the deadline.',
        details,
      );
}

/** A caller that breaks its promise not to reject must not cost anybody the answer. */
function defect(cause: unknown): Outcome {
  const error = new GatewayError('INTERNAL_SERVER_ERROR', 'The gateway failed to make the call.');
  error.cause = cause;
  return { error, remedy: 'give-up' };
}
