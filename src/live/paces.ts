import type { Clock } from '../time/clock.ts';

/** Fields that one caller may have looked at in a second: that takes about a tenth of a processor. */
const fieldsPerSecond = 200_000;
/** What it may have looked at in one moment, which nothing else is done in: some of the largest selections. */
const fieldsAtOnce = 50_000;

/** How much each caller may have looked at: looks come by themselves, and nobody waits for them at the door. */
export interface Paces {
  /** Milliseconds until a caller may have a selection of so many fields looked at, which is taken to be done then. */
  take(callerId: string, fields: number): number;
  /** Nothing is watched for it any more. */
  forget(callerId: string): void;
}

export function createPaces(clock: Clock): Paces {
  /** When all that a caller was given will have been worked off, at its pace. */
  const doneAt = new Map<string, number>();
  const msFor = (fields: number) => (fields / fieldsPerSecond) * 1_000;

  return {
    take(callerId, fields) {
      const now = clock.now();
      const done = Math.max(now, doneAt.get(callerId) ?? now) + msFor(fields);
      doneAt.set(callerId, done);
      return Math.max(0, Math.ceil(done - now - msFor(fieldsAtOnce)));
    },
    forget: (callerId) => void doneAt.delete(callerId),
  };
}
