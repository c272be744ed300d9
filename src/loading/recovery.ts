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
  let turnedAway = 0;
  let heldUntil = -Infinity;

  /** Somebody else uses the account's budget too: from the second call in a row that was one too many, pause. */
  function holdBack(): void {
    turnedAway += 1;
    if (turnedAway < 2) return;
    const slot = limit.windowMs / limit.calls;
    const longest = Math.min(limit.windowMs, slot * 2 ** (turnedAway - 1));
    heldUntil = clock.now() + random() * longest;
  }

  function tryAgain(lane: Lane, asks: readonly Ask[], { error, remedy }: Failed): void {
    const mayRetry = remedy === 'resync' || retries.spend();
    const attempts = remedy === 'resync' ? 2 : mayRetry ? maxAttempts : 0;
    for (const ask of asks) {
      ask.failures += 1;
      ask.lastError = error;
    }
    lane.fail(
      asks.filter(({ failures }) => failures >= attempts),
      error,
    );
    const again = asks.filter(({ failures }) => failures < attempts);
    if (again.length === 0) return;
    if (remedy === 'resync') return lane.requeue(again);
    const longest = retryBaseMs * 2 ** Math.max(...again.map(({ failures }) => failures - 1));
    clock.after(random() * longest, () => {
      lane.requeue(again);
      pump();
    });
  }

  function findCulprits(lane: Lane, by: string, asks: readonly Ask[], failed: Failed): void {
    const { rejected, error, again } = isolate(asks, failed, by);
    lane.refuse(rejected, error);
    for (const group of again.toReversed()) lane.requeue(group, again.length > 1);
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
      else tryAgain(lane, asks, failed);
    },
  };
}
