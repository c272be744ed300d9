import { setMaxListeners } from 'node:events';
import type { Caller } from '../callers/caller.ts';
import type { Operation } from '../telemetry/telemetry.ts';
import type { Clock } from '../time/clock.ts';

/** Who takes turns: the calls of one go by its weight against those of the others. */
export type TurnTaker = Pick<Caller, 'id' | 'weight'>;

/** How long a request is willing to wait, and how old an answer it takes. */
export interface Patience {
  /** Whose turns its calls take. */
  readonly taker: TurnTaker;
  /** For which its calls are; null for what nobody traces. */
  readonly operation: Operation | null;
  /** When it has to be answered, on the clock's monotonic scale. */
  readonly deadlineAt: number;
  /** How long a key may have to wait until it is sent: what takes longer is refused at once. */
  readonly maxWaitMs: number;
  /** Answers of calls that were sent later are fresh enough. */
  readonly freshAfter: number;
  /** Aborts at the deadline, or earlier when the client leaves. */
  readonly signal: AbortSignal;
}

export interface PatienceLimits {
  /** Who asks. Default: one who is nobody else. */
  readonly taker?: TurnTaker;
  readonly operation?: Operation;
  readonly deadlineMs: number;
  readonly maxWaitMs: number;
  /** How old an answer may be when the request comes. */
  readonly maxAgeMs: number;
  /** When the request came. Default: now. */
  readonly arrivedAt?: number;
}

/**
 * The patience of one request.
 * @param left aborts when the client leaves
 * @returns the patience, and how to end it when the request has been answered
 */
export function createPatience(
  {
    taker = { id: '', weight: 1 },
    operation,
    deadlineMs,
    maxWaitMs,
    maxAgeMs,
    arrivedAt,
  }: PatienceLimits,
  left: AbortSignal,
  clock: Clock,
): Patience & { end(): void } {
  const now = clock.now();
  const start = arrivedAt ?? now;
  const deadlineAt = start + deadlineMs;
  const over = new AbortController();
  const giveUp = () => over.abort();
  const cancel = clock.after(deadlineAt - now, giveUp);
  if (left.aborted) giveUp();
  left.addEventListener('abort', giveUp, { once: true });
  // Every flow of a request listens once, which is more than Node thinks healthy.
  setMaxListeners(0, over.signal);
  return {
    taker,
    operation: operation ?? null,
    deadlineAt,
    maxWaitMs,
    freshAfter: start - maxAgeMs,
    signal: over.signal,
    end() {
      cancel();
      left.removeEventListener('abort', giveUp);
    },
  };
}
