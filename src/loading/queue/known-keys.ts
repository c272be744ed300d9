import type { GatewayError } from '../../errors/gateway-error.ts';
import type { Clock } from '../../time/clock.ts';
import { Latest } from './latest.ts';

/** What the exchange has told of keys in earlier calls, by the ids of their asks. */
export interface KnownKeys {
  /** Why the exchange does not answer a key, if it said so a short while ago. */
  refusalOf(id: string): GatewayError | undefined;
  /** Whether a refused key is to be asked for once more, alone; said of one after the other. */
  recheck(id: string): boolean;
  /** Whether the exchange has answered this key before, so that a refusal is hardly for its sake. */
  isProven(id: string): boolean;
  refused(id: string, error: GatewayError, lastsMs?: number): void;
  /** The exchange took the key, whether it had rows of it or not. */
  answered(id: string, rows: number): void;
  /** Knows nothing any more, since the exchange may see another account now. */
  forget(): void;
}

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

export function createKnownKeys(clock: Clock): KnownKeys {
  const refusals = new Latest<Refusal>(maxKeys);
  const provenAt = new Latest<number>(maxKeys);
  let nextRecheckAt = -Infinity;

  return {
    refusalOf(id) {
      const refusal = refusals.get(id);
      if (!refusal) return undefined;
      if (clock.now() - refusal.at < refusal.lastsMs) return refusal.error;
      refusals.delete(id);
      return undefined;
    },
    recheck(id) {
      const refusal = refusals.get(id);
      if (!refusal) return false;
      const { at, lastsMs } = refusal;
      const now = clock.now();
      // What was refused together is not asked for together again: in the second half of their time, which each
      // gets through alone, keys are rechecked one after the other.
      if (now - at < lastsMs / 2 || now < nextRecheckAt) return false;
      nextRecheckAt = now + lastsMs / 4 / refusals.size;
      return true;
    },
    isProven: (id) => clock.now() - (provenAt.get(id) ?? -Infinity) < provenLastsMs,
    refused(id, error, lastsMs = refusalLastsMs) {
      refusals.set(id, { error, at: clock.now(), lastsMs });
      provenAt.delete(id);
    },
    answered(id, rows) {
      refusals.delete(id);
      if (rows > 0) provenAt.set(id, clock.now());
    },
    forget() {
      refusals.clear();
      provenAt.clear();
    },
  };
}
