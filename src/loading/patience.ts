import type { Caller } from '../callers/caller.ts';
import type { Operation } from '../telemetry/telemetry.ts';
import type { Cancel, Clock } from '../time/clock.ts';

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
  /** Whether it lets the keys of others go first: nobody waits for it. */
  readonly yields: boolean;
  /** How long a key may have to wait until it is sent: what takes longer is refused at once. */
  readonly maxWaitMs: number;
  /** Answers of calls that were sent later are fresh enough. */
  readonly freshAfter: number;
  /** Whether the deadline is over, or the client has left. */
  isOver(): boolean;
  /** Has somebody give up when it is. Nothing is watched before somebody asks for this. */
  onOver(giveUp: () => void): void;
}

/** How a client leaves. */
export interface Leaving {
  /** Whether it has. */
  hasLeft(): boolean;
  /** Tells it once; to be called when nobody wants to know any more. */
  onLeave(tell: () => void): Cancel;
}

/** @param signal aborts when the client leaves */
export const leavingBy = (signal: AbortSignal): Leaving => ({
  hasLeft: () => signal.aborted,
  onLeave(tell) {
    signal.addEventListener('abort', tell, { once: true });
    return () => signal.removeEventListener('abort', tell);
  },
});

export interface PatienceLimits {
  /** Who asks. Default: one who is nobody else. */
  readonly taker?: TurnTaker;
  /** Default: it does not. */
  readonly yields?: boolean;
  readonly operation?: Operation | null | undefined;
  readonly deadlineMs: number;
  readonly maxWaitMs: number;
  /** How old an answer may be when the request comes. */
  readonly maxAgeMs: number;
  /** When the request came. Default: now. */
  readonly arrivedAt?: number | undefined;
}

/**
 * The patience of one request.
 * @returns the patience, and how to end it when the request has been answered
 */
export function createPatience(
  {
    taker = { id: '', weight: 1 },
    yields = false,
    operation,
    deadlineMs,
    maxWaitMs,
    maxAgeMs,
    arrivedAt,
  }: PatienceLimits,
  leaving: Leaving,
  clock: Clock,
): Patience & { end(): void } {
  const start = arrivedAt ?? clock.now();
  const deadlineAt = start + deadlineMs;
  const waiting: (() => void)[] = [];
  let watching: Cancel[] = [];
  let hasGivenUp = false;

  function end(): void {
    for (const cancel of watching) cancel();
    watching = [];
  }

  function giveUp(): void {
    hasGivenUp = true;
    end();
    for (const tell of waiting) tell();
  }

  return {
    taker,
    yields,
    operation: operation ?? null,
    deadlineAt,
    maxWaitMs,
    freshAfter: start - maxAgeMs,
    isOver: () => hasGivenUp || leaving.hasLeft() || clock.now() >= deadlineAt,
    onOver(tell) {
      if (waiting.push(tell) > 1) return;
      const leftMs = Math.ceil(deadlineAt - clock.now());
      watching = [leaving.onLeave(giveUp), clock.after(leftMs, giveUp)];
    },
    end,
  };
}
