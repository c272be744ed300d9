import type { GatewayError } from '../../errors/gateway-error.ts';
import type { Clock } from '../../time/clock.ts';
import { Latest } from './latest.ts';

/** All instruments that one account trades, in some modes of trading. */
const maxKeys = 2_000;
/** Of a key that was answered; knowing too long costs no more than a call. */
const provenLastsMs = 3_600_000;
/** Of refusals for which the exchange gives no reason to last longer. */
const refusalLastsMs = 10_000;

interface Refusal {
  readonly error: GatewayError;
  readonly at: number;
  readonly lastsMs: number;
}

/** What the exchange has told of keys in earlier calls, by the ids of their asks. */
export class KnownKeys {
  readonly #clock: Clock;
  readonly #refusals = new Latest<Refusal>(maxKeys);
  readonly #provenAt = new Latest<number>(maxKeys);
  #nextRecheckAt = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Why the exchange does not answer a key, if it said so a short while ago. */
  refusalOf(id: string): GatewayError | undefined {
    const refusal = this.#refusals.get(id);
    if (!refusal) return undefined;
    if (this.#clock.now() - refusal.at < refusal.lastsMs) return refusal.error;
    this.#refusals.delete(id);
    return undefined;
  }

  /** Whether a refused key is to be asked for once more, alone; said of one after the other. */
  recheck(id: string): boolean {
    const refusal = this.#refusals.get(id);
    if (!refusal) return false;
    const { at, lastsMs } = refusal;
    const now = this.#clock.now();
    // What was refused together is not asked for together again: in the second half of their time, which each
    // gets through alone, keys are rechecked one after the other.
    if (now - at < lastsMs / 2 || now < this.#nextRecheckAt) return false;
    this.#nextRecheckAt = now + lastsMs / 4 / this.#refusals.size;
    return true;
  }

  /** Whether the exchange has answered this key before, so that a refusal is hardly for its sake. */
  isProven(id: string): boolean {
    return this.#clock.now() - (this.#provenAt.get(id) ?? -Infinity) < provenLastsMs;
  }

  refused(id: string, error: GatewayError, lastsMs = refusalLastsMs): void {
    this.#refusals.set(id, { error, at: this.#clock.now(), lastsMs });
    this.#provenAt.delete(id);
  }

  /** The exchange took the key, whether it had rows of it or not. */
  answered(id: string, rows: number): void {
    this.#refusals.delete(id);
    if (rows > 0) this.#provenAt.set(id, this.#clock.now());
  }

  /** Knows nothing any more, since the exchange may see another account now. */
  forget(): void {
    this.#refusals.clear();
    this.#provenAt.clear();
  }
}
