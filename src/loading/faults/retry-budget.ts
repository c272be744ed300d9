import type { Clock } from '../../time/clock.ts';

/** Retries that a call earns. */
const perCall = 0.2;
/** Retries that a second earns, so that a gateway with few calls retries, too. */
const perSecond = 1;
const maxSaved = 5;

/** Keeps retries a small part of all calls: an exchange in trouble must not get more calls for it. */
export interface RetryBudget {
  /** A call was made. */
  earn(): void;
  /** Whether a retry may be made, which is thereby spent. */
  spend(): boolean;
}

export function createRetryBudget(clock: Clock): RetryBudget {
  let saved = maxSaved;
  let countedAt = clock.now();

  function add(retries: number): void {
    const now = clock.now();
    saved = Math.min(maxSaved, saved + retries + ((now - countedAt) / 1_000) * perSecond);
    countedAt = now;
  }

  return {
    earn: () => add(perCall),
    spend() {
      add(0);
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
  };
}
