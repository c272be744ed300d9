import { slotOf } from '../budget/pacing.ts';
import type { RateLimit } from '../endpoints/declare.ts';
import type { Failed } from '../exchange/outcome.ts';
import type { Clock } from '../time/clock.ts';
import type { Ask } from './ask.ts';
import { isolate } from './isolate.ts';
import type { Lane } from './lane.ts';
import { createRetryBudget } from './retry-budget.ts';

/** Calls made for a key before a fault that may pass is taken as final. */
const maxAttempts = 3;
const retryBaseMs = 200;

/** What follows from failed calls. Whatever is asked again waits for a lease like everything else. */
export interface Recovery {
  recover(lane: Lane, by: string, asks: readonly Ask[], failed: Failed): void;
  succeeded(): void;
  /** Milliseconds for which no call should be made, because the exchange turns them away. */
  holdMs(): number;
}

export interface RecoveryParts {
  readonly limit: RateLimit;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Sends what waits; called when asks have come back after a pause. */
  readonly pump: () => void;
}

export function createRecovery({ limit, clock, random, pump }: RecoveryParts): Recovery {
  const retries = createRetryBudget(clock);
  const slotMs = slotOf(limit);
  let turnedAway = 0;
  let heldUntil = -Infinity;

  /** Somebody else uses the account's budget too: from the second call in a row that was one too many, pause. */
  function holdBack(): void {
    turnedAway += 1;
    if (turnedAway < 2) return;
    const longest = Math.min(limit.windowMs, slotMs * 2 ** (turnedAway - 1));
    heldUntil = clock.now() + random() * longest;
  }

  /** Asks again for what may be asked again, and fails the rest. */
  function tryAgain(lane: Lane, asks: readonly Ask[], { error }: Failed): void {
    for (const ask of asks) {
      ask.failures += 1;
      ask.lastError = error;
    }
    const again = asks.filter(({ failures }) => failures < maxAttempts);
    if (again.length === 0 || !retries.spend()) return lane.fail(asks, error);
    lane.fail(
      asks.filter((ask) => !again.includes(ask)),
      error,
    );
    const longestMs = retryBaseMs * 2 ** Math.max(...again.map(({ failures }) => failures - 1));
    clock.after(Math.ceil(random() * longestMs), () => {
      lane.requeue(again);
      pump();
    });
  }

  /** What was wrong has been set right: once more. */
  function onceMore(lane: Lane, asks: readonly Ask[], { error }: Failed): void {
    lane.fail(
      asks.filter(({ repeated }) => repeated),
      error,
    );
    const again = asks.filter(({ repeated }) => !repeated);
    for (const ask of again) ask.repeated = true;
    lane.requeue(again);
  }

  function findCulprits(lane: Lane, by: string, asks: readonly Ask[], failed: Failed): void {
    const { rejected, error, again } = isolate(asks, failed, by, lane.isProven);
    lane.refuse(rejected, error);
    const [rest = []] = again;
    if (again.length <= 1) return lane.requeue(rest);
    // The calls that search go to the end of the line, so that bad keys do not keep everybody waiting. What a
    // request asks for first has a line of its own: one with very many bad keys must not keep those waiting whose
    // good keys shared a call with them.
    for (const group of again) {
      const hasFirst = group.some(({ isFirst }) => isFirst);
      const line = lane.calls(({ isFirst }) => isFirst || !hasFirst);
      lane.requeue(group, clock.now() + line * slotMs);
    }
  }

  return {
    holdMs: () => Math.max(0, heldUntil - clock.now()),
    succeeded() {
      retries.earn();
      turnedAway = 0;
    },
    recover(lane, by, asks, failed) {
      retries.earn();
      if (failed.remedy === 'wait') {
        for (const ask of asks) ask.lastError = failed.error;
        holdBack();
        lane.requeue(asks);
      } else if (failed.remedy === 'isolate') findCulprits(lane, by, asks, failed);
      else if (failed.remedy === 'give-up') lane.fail(asks, failed.error);
      else if (failed.remedy === 'once-more') onceMore(lane, asks, failed);
      else tryAgain(lane, asks, failed);
    },
  };
}
