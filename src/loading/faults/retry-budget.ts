import type { Clock } from '../../time/clock.ts';

/** Retries that a call earns. */
const perCall = 0.2;
/** Retries that a second earns, so that a gateway with few calls retries, too. */
const perSecond = 1;
const maxSaved = 5;

/** Keeps retries a small part of all calls: an exchange in trouble must not get more calls for it. */
export class RetryBudget {
  readonly #clock: Clock;
  #saved = maxSaved;
  #countedAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#countedAt = clock.now();
  }

  /** A call was made. */
  earn(): void {
    this.#add(perCall);
  }

  /** Whether a retry may be made, which is thereby spent. */
  spend(): boolean {
    this.#add(0);
    if (this.#saved < 1) return false;
    this.#saved -= 1;
    return true;
  }

  #add(retries: number): void {
    const now = this.#clock.now();
    const earned = retries + ((now - this.#countedAt) / 1_000) * perSecond;
    this.#saved = Math.min(maxSaved, this.#saved + earned);
    this.#countedAt = now;
  }
}
