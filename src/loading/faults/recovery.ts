import { slotOf } from '../../budget/pacing.ts';
import { instrumentKind } from '../../endpoints/instrument-kind.ts';
import type { Failed } from '../../exchange/outcome.ts';
import type { Parts } from '../parts.ts';
import { type Ask, noteFault } from '../queue/ask.ts';
import type { Queue } from '../queue/queue.ts';
import { bisect } from './bisect.ts';
import { createRetryBudget } from './retry-budget.ts';

/** Calls made for a key before a fault that may pass is taken as final. */
const maxAttempts = 3;
const retryBaseMs = 200;

/** What follows from failed calls. Whatever is asked again waits for a lease like everything else. */
export interface Recovery {
  recover(asks: readonly Ask[], failed: Failed): void;
  succeeded(): void;
  /** Milliseconds for which no call should be made, because the exchange turns them away. */
  holdMs(): number;
}

/** @param pump sends what waits; called when asks have come back after a pause */
export function createRecovery(
  queue: Queue,
  { endpoint, budget, clock, random }: Parts,
  pump: () => void,
): Recovery {
  const { limit } = budget;
  const retries = createRetryBudget(clock);
  const slotMs = slotOf(limit);
  const kindOf = ({ lane, key }: Ask) =>
    endpoint.row.fields[lane.by]?.kind === 'instrument' ? instrumentKind(String(key)) : '';
  let turnedAway = 0;
  let heldUntil = -Infinity;

  /** Somebody else uses the account's budget too: from the second call in a row that was one too many, pause. */
  function waitLonger(asks: readonly Ask[], failed: Failed): void {
    for (const ask of asks) noteFault(ask, failed);
    queue.requeue(asks);
    turnedAway += 1;
    if (turnedAway < 2) return;
    const maxPauseMs = Math.min(limit.windowMs, slotMs * 2 ** (turnedAway - 1));
    heldUntil = clock.now() + random() * maxPauseMs;
  }

  /** Asks again for what may be asked again, and fails the rest. */
  function tryAgain(asks: readonly Ask[], failed: Failed): void {
    const { error } = failed;
    for (const ask of asks) noteFault(ask, failed);
    const again = asks.filter(({ failures }) => failures < maxAttempts);
    if (again.length === 0 || !retries.spend()) return queue.fail(asks, error);
    queue.fail(
      asks.filter((ask) => !again.includes(ask)),
      error,
    );
    const maxPauseMs = retryBaseMs * 2 ** Math.max(...again.map(({ failures }) => failures - 1));
    clock.after(Math.ceil(random() * maxPauseMs), () => {
      queue.requeue(again);
      pump();
    });
  }

  /** What was wrong has been set right: once more. */
  function onceMore(asks: readonly Ask[], failed: Failed): void {
    const { true: over = [], false: again = [] } = Object.groupBy(
      asks,
      ({ repeated }) => `${repeated}`,
    );
    for (const ask of again) noteFault(ask, failed);
    queue.fail(over, failed.error);
    queue.requeue(again);
  }

  function search(asks: readonly Ask[], failed: Failed): void {
    queue.suspect(asks);
    const { rejected, error, again } = bisect(asks, failed, kindOf, queue.isProven);
    queue.refuse(rejected, error, failed.lastsMs);
    // The calls that search go to the end of the queue, so that bad keys do not keep everybody waiting. Those for
    // what a request asks for first wait behind others of their kind only: one with very many bad keys must not keep
    // those waiting whose good keys shared a call with them.
    for (const group of again) {
      const hasFirst = group.some(({ isFirst }) => isFirst);
      const before = queue.calls(({ isFirst }) => isFirst || !hasFirst);
      queue.requeue(group, clock.now() + before * slotMs);
    }
  }

  return {
    holdMs: () => Math.max(0, heldUntil - clock.now()),
    succeeded() {
      retries.earn();
      turnedAway = 0;
    },
    recover(asks, failed) {
      retries.earn();
      const { error, remedy } = failed;
      switch (remedy) {
        case 'wait':
          return waitLonger(asks, failed);
        case 'retry':
          return tryAgain(asks, failed);
        case 'once-more':
          return onceMore(asks, failed);
        case 'bisect':
          return search(asks, failed);
        case 'refuse':
          return queue.refuse(asks, error, failed.lastsMs);
        case 'give-up':
          return queue.fail(asks, error);
      }
    },
  };
}
