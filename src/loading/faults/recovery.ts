import { slotOf } from '../../budget/pacing.ts';
import { instrumentKind } from '../../endpoints/instrument-kind.ts';
import type { Failed } from '../../exchange/outcome.ts';
import type { Parts } from '../parts.ts';
import { type Ask, noteFault } from '../queue/ask.ts';
import type { Queue } from '../queue/queue.ts';
import { bisect } from './bisect.ts';
import { RetryBudget } from './retry-budget.ts';

/** Calls made for a key before a fault that may pass is taken as final. */
const maxAttempts = 3;
const retryBaseMs = 200;

/** What follows from failed calls. Whatever is asked again waits for a lease like everything else. */
export class Recovery {
  readonly #queue: Queue;
  readonly #parts: Parts;
  readonly #pump: () => void;
  readonly #retries: RetryBudget;
  #turnedAway = 0;
  #heldUntil = -Infinity;

  /** @param pump sends what waits; called when asks have come back after a pause */
  constructor(queue: Queue, parts: Parts, pump: () => void) {
    this.#queue = queue;
    this.#parts = parts;
    this.#pump = pump;
    this.#retries = new RetryBudget(parts.clock);
  }

  /** Milliseconds for which no call should be made, because the exchange turns them away. */
  holdMs(): number {
    return Math.max(0, this.#heldUntil - this.#parts.clock.now());
  }

  succeeded(): void {
    this.#retries.earn();
    this.#turnedAway = 0;
  }

  recover(asks: readonly Ask[], failed: Failed): void {
    this.#retries.earn();
    const { error, remedy } = failed;
    switch (remedy) {
      case 'wait':
        return this.#waitLonger(asks, failed);
      case 'retry':
        return this.#tryAgain(asks, failed);
      case 'once-more':
        return this.#onceMore(asks, failed);
      case 'bisect':
        return this.#search(asks, failed);
      case 'refuse':
        return this.#queue.refuse(asks, error, failed.lastsMs);
      case 'give-up':
        return this.#queue.fail(asks, error);
    }
  }

  /** Somebody else uses the account's budget too: from the second call in a row that was one too many, pause. */
  #waitLonger(asks: readonly Ask[], failed: Failed): void {
    for (const ask of asks) noteFault(ask, failed);
    this.#queue.requeue(asks);
    this.#turnedAway += 1;
    if (this.#turnedAway < 2) return;
    const { budget, clock, random } = this.#parts;
    const { limit } = budget;
    const maxPauseMs = Math.min(limit.windowMs, slotOf(limit) * 2 ** (this.#turnedAway - 1));
    this.#heldUntil = clock.now() + random() * maxPauseMs;
  }

  /** Asks again for what may be asked again, and fails the rest. */
  #tryAgain(asks: readonly Ask[], failed: Failed): void {
    const queue = this.#queue;
    const { clock, random } = this.#parts;
    const { error } = failed;
    for (const ask of asks) noteFault(ask, failed);
    const again = asks.filter(({ failures }) => failures < maxAttempts);
    if (again.length === 0 || !this.#retries.spend()) return queue.fail(asks, error);
    queue.fail(
      asks.filter((ask) => !again.includes(ask)),
      error,
    );
    const maxPauseMs = retryBaseMs * 2 ** Math.max(...again.map(({ failures }) => failures - 1));
    clock.after(Math.ceil(random() * maxPauseMs), () => {
      queue.requeue(again);
      this.#pump();
    });
  }

  /** What was wrong has been set right: once more. */
  #onceMore(asks: readonly Ask[], failed: Failed): void {
    const { true: over = [], false: again = [] } = Object.groupBy(
      asks,
      ({ repeated }) => `${repeated}`,
    );
    for (const ask of again) noteFault(ask, failed);
    this.#queue.fail(over, failed.error);
    this.#queue.requeue(again);
  }

  #search(asks: readonly Ask[], failed: Failed): void {
    const queue = this.#queue;
    const { budget, clock, endpoint } = this.#parts;
    queue.suspects.add(asks);
    const kindOf = ({ lane, key }: Ask) =>
      endpoint.row.fields[lane.by]?.kind === 'instrument' ? instrumentKind(String(key)) : '';
    const isProven = ({ id }: Ask) => queue.known.isProven(id);
    const { rejected, error, again } = bisect(asks, failed, kindOf, isProven);
    queue.refuse(rejected, error, failed.lastsMs);
    // The calls that search go to the end of the queue, so that bad keys do not keep everybody waiting. Those for
    // what a request asks for first wait behind others of their kind only: one with very many bad keys must not keep
    // those waiting whose good keys shared a call with them.
    for (const group of again) {
      const hasFirst = group.some(({ isFirst }) => isFirst);
      const before = queue.calls(({ isFirst }) => isFirst || !hasFirst);
      queue.requeue(group, clock.now() + before * slotOf(budget.limit));
    }
  }
}
