import type { Lease } from '../budget/budget.ts';
import type { Charge } from '../budget/turns.ts';
import { holdBackMs, leftToQueries } from '../budget/pacing.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Outcome } from '../exchange/outcome.ts';
import type { Cancel } from '../time/clock.ts';
import type { Connection } from './connections.ts';
import { FairShare, isOfGreedy, type Shares } from './fair-share.ts';
import { Recovery } from './faults/recovery.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Parts } from './parts.ts';
import type { TurnTaker } from './patience.ts';
import { type Ask, WHOLE } from './queue/ask.ts';
import type { NextCall } from './queue/next-call.ts';
import type { Queue } from './queue/queue.ts';
import { operationsOf } from './queue/waiters.ts';

/** What a run of the sender has for its next call. */
interface Held {
  connection: Connection | null;
}

/** Weight of the latest call in what a call takes on average. */
const latestWeight = 0.2;

/** Sends what waits in a queue, as fast as leases and pacing allow. */
export class Sender {
  /** Sends what may be sent now, and comes back by itself for the rest. */
  readonly pump: () => void;
  readonly #queue: Queue;
  readonly #parts: Parts;
  readonly #fairShare: FairShare;
  readonly #recovery: Recovery;
  #wake: Cancel | null = null;
  #sentAt = -Infinity;
  #averageCallMs: number | null = null;

  constructor(queue: Queue, parts: Parts) {
    // A lease can take a while to be had, and two that wait for one would spend what one has counted on.
    this.pump = oneAtATime(async () => (queue.waiting.size > 0 ? this.#sendAll() : undefined));
    this.#queue = queue;
    this.#parts = parts;
    this.#fairShare = new FairShare(parts.budget.limit, parts.clock);
    this.#recovery = new Recovery(queue, parts, this.pump);
  }

  /** Calls in any window that a taker can have whatever others want. */
  shareOf(taker: TurnTaker): number {
    return this.#fairShare.shareOf(taker);
  }

  /** Who had to leave something to others when it looked last. */
  shares(): Shares {
    return this.#fairShare.latest();
  }

  /** Milliseconds until there is one more free lease. */
  nextReturnMs(): number {
    const { budget } = this.#parts;
    return budget.waitFor(budget.limit.calls - budget.inUse() + 1);
  }

  /**
   * Milliseconds until so many calls can have been sent, at the soonest.
   *
   * @param yields whether the last of them is for what only yields, and leaves some calls to queries. Default: it is not
   */
  soonestMs(calls: number, yields = false): number {
    const { budget } = this.#parts;
    const waitMs = budget.waitFor(calls + (yields ? leftToQueries(budget.limit) : 0));
    // A lease comes back a window after its call was answered, so that each window takes the time of a call, too.
    const callsMs = Math.floor(waitMs / budget.limit.windowMs) * (this.#averageCallMs ?? 0);
    return Math.max(waitMs + callsMs, this.#recovery.holdMs());
  }

  async #sendAll(): Promise<void> {
    const held: Held = { connection: null };
    try {
      await this.#sendWith(held);
    } finally {
      held.connection?.giveBack();
    }
  }

  async #sendWith(held: Held): Promise<void> {
    const queue = this.#queue;
    const { budget, connections, breaker } = this.#parts;
    // What finds the budget unused leaves at once, however many calls it needs.
    let burst = budget.inUse() === 0 ? queue.calls() : 0;
    let isFresh = false;
    while (this.#hasNext()) {
      // Before the lease, which is to last no longer than its call, and while keys may still gather.
      held.connection ??= connections.take();
      if (!held.connection) {
        held.connection = await connections.wait();
        continue;
      }
      // Also while there is no lease: it has to know how many the others use then.
      const wants = queue.wants();
      const shares = this.#fairShare.note(budget.charges(), wants);
      const waitMs = Math.max(budget.waitFor(1), this.#recovery.holdMs());
      if (waitMs > 0) return this.#comeBack(waitMs);
      const charges = queue.nextCharges(shares);
      if (charges.length === 0) return this.#comeBack(this.nextReturnMs());
      if (budget.refresh && !isFresh && (wants.size > 1 || shares.kept > 0)) {
        // What is left over can have gone elsewhere meanwhile, and so can turns.
        await budget.refresh(wants.keys());
        isFresh = true;
        continue;
      }
      const holdMs = burst > 0 ? 0 : this.#paceMs(charges, shares);
      if (holdMs > 0) return this.#comeBack(holdMs);
      const isHeld = charges.every(({ taker }) => shares.yielding.has(taker));
      const isWatched = queue.calls(({ yields }) => !yields) === 0;
      const kept = Math.max(isHeld ? shares.kept : 0, isWatched ? leftToQueries(budget.limit) : 0);
      const lease = await budget.take(charges, kept);
      // What is kept is free, but not for this one.
      if (!lease) return this.#comeBack(kept > 0 ? this.nextReturnMs() : budget.waitFor(1));
      // Whoever wanted the call may have left while the lease was being had; others may still wait.
      const next = this.#hasNext() ? queue.take(shares, charges) : undefined;
      if (!next) {
        lease.giveBack();
        continue;
      }
      burst -= 1;
      this.#sentAt = next.call.sentAt;
      breaker.sending();
      void this.#send(next, lease, held.connection);
      held.connection = null;
    }
  }

  #comeBack(inMs: number): void {
    this.#wake?.();
    // Whole milliseconds: a fraction can be too small to move the clock on.
    this.#wake = this.#parts.clock.after(Math.ceil(inMs), this.pump);
  }

  /** Whether there is a call to be made; when calls make no sense at present, what waits gets the refusal. */
  #hasNext(): boolean {
    const { breaker, endpoint } = this.#parts;
    const refusal = breaker.refusal()?.with({ endpoint: endpoint.name });
    if (!refusal) return this.#queue.hasNext();
    this.#queue.failWaiting(refusal);
    return false;
  }

  /** Who is not greedy goes as if those who are were not there. */
  #paceMs(charges: readonly Charge[], shares: Shares): number {
    const { budget, clock } = this.#parts;
    const { greedy, usedByModest } = shares;
    const isForModest = greedy.size > 0 && !isOfGreedy(charges, greedy);
    const isOfModest = ({ takers }: Ask) => !takers.keys().every((taker) => greedy.has(taker));
    return holdBackMs(budget.limit, {
      inUse: isForModest ? usedByModest : budget.inUse(),
      backlog: this.#queue.calls(isForModest ? isOfModest : undefined),
      nextReturnMs: this.nextReturnMs(),
      sinceSentMs: clock.now() - this.#sentAt,
      isKeptFor: isForModest,
    });
  }

  async #send({ asks, call }: NextCall, lease: Lease, connection: Connection): Promise<void> {
    const { endpoint, call: makeCall, breaker, clock, telemetry } = this.#parts;
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
    const average = this.#averageCallMs ?? call.tookMs;
    this.#averageCallMs = average + (call.tookMs - average) * latestWeight;
    breaker.record(outcome);
    if ('error' in outcome) this.#recovery.recover(asks, outcome);
    else {
      outcome.onMalformed?.((what) => telemetry?.answerMalformed?.(call, what));
      this.#recovery.succeeded();
      this.#queue.answer(asks, outcome.rows);
    }
    this.pump();
  }
}

/** A `call` that breaks its promise not to reject must not cost anybody the answer. */
function defect(cause: unknown): Outcome {
  const error = new GatewayError('INTERNAL_SERVER_ERROR', 'The gateway failed to make the call.');
  error.cause = cause;
  return { error, remedy: 'give-up' };
}
