import type { Lease } from '../budget/budget.ts';
import type { Charge } from '../budget/turns.ts';
import { holdBackMs } from '../budget/pacing.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Outcome } from '../exchange/outcome.ts';
import type { Operation } from '../telemetry/telemetry.ts';
import type { Cancel } from '../time/clock.ts';
import type { Connection } from './connections.ts';
import { createFairShare, type Shares } from './fair-share.ts';
import { createRecovery } from './faults/recovery.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Parts } from './parts.ts';
import type { TurnTaker } from './patience.ts';
import { type Ask, WHOLE } from './queue/ask.ts';
import type { NextCall } from './queue/next-call.ts';
import type { Queue } from './queue/queue.ts';

/** Sends what waits in a queue, as fast as leases and pacing allow. */
export interface Sender {
  /** Sends what may be sent now, and comes back by itself for the rest. */
  pump(): void;
  /** Who had to leave something to others when it looked last. */
  shares(): Shares;
  /** Calls in any window that a taker can have whatever others want. */
  shareOf(taker: TurnTaker): number;
  /** Milliseconds until there is one more free lease. */
  nextReturnMs(): number;
  /** Milliseconds until so many calls can have been sent, at the soonest: of what only yields, those that leave some to queries. */
  soonestMs(calls: number, yields?: boolean): number;
}

/** What a run of the sender has for its next call. */
interface Held {
  connection: Connection | null;
}

/** The part of the leases that what only yields leaves free: a query that comes is not to wait for the calls of who watches. */
const partOfQueries = 1 / 5;
/** Weight of the latest call in what a call takes on average. */
const latestWeight = 0.2;

export function createSender(queue: Queue, parts: Parts): Sender {
  const { endpoint, budget, call: makeCall, connections, breaker, clock, telemetry } = parts;
  const { limit } = budget;
  // A lease can take a while to be had, and two that wait for one would spend what one has counted on.
  const pump = oneAtATime(sendAll);
  const fairShare = createFairShare(limit, clock);
  const recovery = createRecovery(queue, parts, pump);
  const leftToQueries = Math.floor(limit.calls * partOfQueries);
  let wake: Cancel = () => {};
  let sentAt = -Infinity;
  let averageCallMs: number | null = null;

  async function sendAll(): Promise<void> {
    const held: Held = { connection: null };
    try {
      await sendWith(held);
    } finally {
      held.connection?.giveBack();
    }
  }

  async function sendWith(held: Held): Promise<void> {
    // What finds the budget unused leaves at once, however many calls it needs.
    let burst = budget.inUse() === 0 ? queue.calls() : 0;
    let isFresh = false;
    while (hasNext()) {
      // Before the lease, which is to last no longer than its call, and while keys may still gather.
      held.connection ??= connections.take();
      if (!held.connection) {
        held.connection = await connections.wait();
        continue;
      }
      // Also while there is no lease: it has to know how many the others use then.
      const wants = queue.wants();
      const shares = fairShare.note(budget.charges(), wants);
      const waitMs = Math.max(budget.waitFor(1), recovery.holdMs());
      if (waitMs > 0) return comeBack(waitMs);
      const charges = queue.nextCharges(shares);
      if (charges.length === 0) return comeBack(nextReturnMs());
      if (budget.refresh && !isFresh && (wants.size > 1 || shares.kept > 0)) {
        // What is left over can have gone elsewhere meanwhile, and so can turns.
        await budget.refresh(wants.keys());
        isFresh = true;
        continue;
      }
      const holdMs = burst > 0 ? 0 : paceMs(charges, shares);
      if (holdMs > 0) return comeBack(holdMs);
      const isHeld = charges.every(({ taker }) => shares.yielding.has(taker));
      const isWatched = queue.calls(({ yields }) => !yields) === 0;
      const kept = Math.max(isHeld ? shares.kept : 0, isWatched ? leftToQueries : 0);
      const lease = await budget.take(charges, kept);
      // What is kept is free, but not for this one.
      if (!lease) return comeBack(kept > 0 ? nextReturnMs() : budget.waitFor(1));
      // Whoever wanted the call may have left while the lease was being had; others may still wait.
      const next = hasNext() ? queue.take(shares, charges) : undefined;
      if (!next) {
        lease.giveBack();
        continue;
      }
      burst -= 1;
      sentAt = next.call.sentAt;
      breaker.sending();
      void send(next, lease, held.connection);
      held.connection = null;
    }
  }

  function comeBack(inMs: number): void {
    wake();
    // Whole milliseconds: a fraction can be too small to move the clock on.
    wake = clock.after(Math.ceil(inMs), pump);
  }

  const nextReturnMs = () => budget.waitFor(limit.calls - budget.inUse() + 1);

  /** Whether there is a call to be made; when calls make no sense at present, what waits gets the refusal. */
  function hasNext(): boolean {
    const refusal = breaker.refusal()?.with({ endpoint: endpoint.name });
    if (!refusal) return queue.hasNext();
    queue.failWaiting(refusal);
    return false;
  }

  /** Who is not greedy goes as if those who are were not there. */
  function paceMs(charges: readonly Charge[], shares: Shares): number {
    const { greedy, usedByModest } = shares;
    const isForModest = greedy.size > 0 && !isOfGreedy(charges, shares);
    const isOfModest = ({ takers }: Ask) => !takers.keys().every((taker) => greedy.has(taker));
    return holdBackMs(limit, {
      inUse: isForModest ? usedByModest : budget.inUse(),
      backlog: isForModest ? queue.calls(isOfModest) : queue.calls(),
      nextReturnMs: nextReturnMs(),
      sinceSentMs: clock.now() - sentAt,
      isKeptFor: isForModest,
    });
  }

  async function send(
    { asks, call }: NextCall,
    lease: Lease,
    connection: Connection,
  ): Promise<void> {
    const { by = '', params = {} } = asks[0]?.lane ?? {};
    const values = asks.map(({ key }) => key).filter((key) => key !== WHOLE);
    const keys = values.length > 0 ? { by, values } : null;
    const outcome = await makeCall({ endpoint, keys, params }).catch(defect);
    connection.giveBack();
    if ('error' in outcome && outcome.error.code === 'UPSTREAM_TIMEOUT') lease.giveUp();
    else lease.end();
    const failed = 'error' in outcome ? outcome : null;
    call.tookMs = clock.now() - call.sentAt;
    call.outcome = failed?.error.code ?? 'ANSWERED';
    telemetry?.callEnded?.(call, {
      keys: keys?.values ?? null,
      tookMs: call.tookMs,
      outcome: call.outcome,
      failed,
      operations: () => operationsOf(asks),
    });
    averageCallMs ??= call.tookMs;
    averageCallMs += (call.tookMs - averageCallMs) * latestWeight;
    breaker.record(outcome);
    if ('error' in outcome) recovery.recover(asks, outcome);
    else {
      outcome.onMalformed?.((what) => telemetry?.answerMalformed?.(call, what));
      recovery.succeeded();
      queue.answer(asks, outcome.rows);
    }
    pump();
  }

  return {
    pump,
    shareOf: fairShare.shareOf,
    shares: fairShare.latest,
    nextReturnMs,
    soonestMs(calls, yields = false) {
      const waitMs = budget.waitFor(calls + (yields ? leftToQueries : 0));
      // A lease comes back a window after its call was answered, so that each window takes the time of a call, too.
      const callsMs = Math.floor(waitMs / limit.windowMs) * (averageCallMs ?? 0);
      return Math.max(waitMs + callsMs, recovery.holdMs());
    },
  };
}

function* operationsOf(asks: readonly Ask[]): Iterable<Operation> {
  for (const { waiters } of asks)
    for (const { operation } of waiters) if (operation) yield operation;
}

/** A `call` that breaks its promise not to reject must not cost anybody the answer. */
function defect(cause: unknown): Outcome {
  const error = new GatewayError('INTERNAL_SERVER_ERROR', 'The gateway failed to make the call.');
  error.cause = cause;
  return { error, remedy: 'give-up' };
}

const isOfGreedy = (charges: readonly Charge[], { greedy }: Shares): boolean =>
  charges.every(({ taker }) => greedy.has(taker));
