import type { Budget, Lease } from '../budget/budget.ts';
import { holdBackMs } from '../budget/pacing.ts';
import type { Endpoint } from '../endpoints/declare.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Call } from '../exchange/client.ts';
import type { Outcome } from '../exchange/outcome.ts';
import type { Cancel, Clock } from '../time/clock.ts';
import type { AccountHealth } from './account-health.ts';
import { type Ask, type CallRecord, WHOLE } from './ask.ts';
import type { LaneSet, OpenLane } from './lane-set.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { createRecovery } from './recovery.ts';

/** Sends the keys that wait in the lanes of one budget, by turns. */
export interface Sender {
  /** Sends what may be sent now, and comes back by itself for the rest. */
  pump(): void;
  /** Milliseconds until so many calls can have been sent, at the soonest. */
  soonestMs(calls: number): number;
}

export interface SenderParts {
  readonly endpoint: Endpoint;
  readonly budget: Budget;
  readonly call: Call;
  readonly health: AccountHealth;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Calls that are kept of an ask, to be told to those whom it serves. */
const mostRecords = 10;

export function createSender(lanes: LaneSet, parts: SenderParts): Sender {
  const { endpoint, budget, call, health, clock, random } = parts;
  const { limit } = budget;
  // A lease can take a while to be had, and two that wait for one would spend what one has counted on.
  const pump = oneAtATime(sendAll);
  const recovery = createRecovery({ limit, clock, random, pump });
  let wake: Cancel = () => {};
  let sentAt = -Infinity;

  /** Sends by turns, as fast as leases and pacing allow. */
  async function sendAll(): Promise<void> {
    // What finds the budget unused leaves at once, however many calls it needs.
    let burst = budget.inUse() === 0 ? lanes.calls() : 0;
    while (nextToSend()) {
      const holdMs = Math.max(budget.waitFor(1), recovery.holdMs(), burst > 0 ? 0 : paceMs());
      const lease = holdMs > 0 ? null : await budget.take();
      if (!lease) {
        wake();
        // Whole milliseconds: a fraction can be too small to move the clock on.
        wake = clock.after(Math.ceil(Math.max(holdMs, budget.waitFor(1))), pump);
        return;
      }
      // Whoever wanted the call may have left while the lease was being had.
      const next = nextToSend();
      if (!next) {
        lease.giveBack();
        return;
      }
      burst -= 1;
      sentAt = clock.now();
      health.sending();
      void send(next, next.lane.take(), lease);
    }
  }

  /** The lane whose turn is next, when calls make sense at present; else what waits gets the refusal. */
  function nextToSend(): OpenLane | undefined {
    for (let next = lanes.next(); next; next = lanes.next()) {
      const refusal = health.refusal();
      if (!refusal) return next;
      next.lane.fail(next.lane.take(), refusal.with({ endpoint: endpoint.name }));
    }
    return undefined;
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
    for (const ask of asks) {
      const attempt = (ask.calls.at(-1)?.attempt ?? 0) + 1;
      ask.calls = [...ask.calls.slice(1 - mostRecords), { attempt, record }];
    }
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

  return {
    pump,
    soonestMs: (calls) => Math.max(budget.waitFor(calls), recovery.holdMs()),
  };
}

/** A `call` that breaks its promise not to reject must not cost anybody the answer. */
function defect(cause: unknown): Outcome {
  const error = new GatewayError('INTERNAL_SERVER_ERROR', 'The gateway failed to make the call.');
  error.cause = cause;
  return { error, remedy: 'give-up' };
}
