import { GatewayError } from '../../errors/gateway-error.ts';
import type { Outcome } from '../../exchange/outcome.ts';
import type { Clock } from '../../time/clock.ts';

/**
 * Faults in a row, of all endpoints of the account, after which the exchange is taken for dead: more than two calls
 * meet that fail for themselves, with 3 attempts each.
 */
const faultsUntilOpen = 8;
/** A dead exchange is tried by one call each time this has passed: back a second after it is. */
const openAfterFaultsMs = 1_000;
/** Refused credentials are tried by one call each time this has passed: only a person can mend them. */
const openAfterAuthMs = 20_000;

/** That calls are not made at present, and why. Times are on the clock's monotonic scale. */
export interface Stop {
  readonly error: GatewayError;
  /** Since when none was answered as it should be. */
  readonly since: number;
  /** From when on the next call that is wanted tries again. */
  readonly nextTryAt: number;
  /** How long it is from one that tries to the next, at the least. */
  readonly everyMs: number;
  /** Whether one that tries is under way. */
  readonly trying: boolean;
}

/** Opens, and stops the calls of one account, while they make no sense: the exchange is dead, or refuses the credentials. */
export interface CircuitBreaker {
  /** Why a call should not be made now; null when it should. */
  refusal(): GatewayError | null;
  /** A call is being made. While the breaker is open it is the one that tries whether it may close (half-open). */
  sending(): void;
  record(outcome: Outcome): void;
  /** How it stands; null while calls are made. */
  stop(): Stop | null;
  /** Starts anew, for instance with other credentials. */
  reset(): void;
}

export interface BreakerEvents {
  /** Calls stop, and why. */
  readonly stopped: (error: GatewayError) => void;
  /** They go on, after so many milliseconds. */
  readonly resumed: (stoppedForMs: number) => void;
}

export function createCircuitBreaker(clock: Clock, events?: BreakerEvents): CircuitBreaker {
  let faults = 0;
  let open: Stop | null = null;

  const openFor = (everyMs: number, error: GatewayError) => {
    if (open?.error.code !== error.code) events?.stopped(error);
    const now = clock.now();
    const since = open?.since ?? now;
    open = { error, since, nextTryAt: now + everyMs, everyMs, trying: false };
  };

  const reset = () => {
    faults = 0;
    if (open) events?.resumed(clock.now() - open.since);
    open = null;
  };

  return {
    refusal() {
      if (!open) return null;
      const leftMs = Math.ceil(open.nextTryAt - clock.now());
      if (leftMs <= 0 && !open.trying) return null;
      const { code, message, extensions } = open.error;
      const { exchangeCode } = extensions;
      return new GatewayError(code, message, {
        retryAfterMs: Math.max(leftMs, openAfterFaultsMs),
        ...(exchangeCode !== undefined && { exchangeCode }),
      });
    },
    sending() {
      if (open) open = { ...open, trying: true };
    },
    reset,
    stop: () => open,
    record(outcome) {
      if ('error' in outcome && outcome.remedy === 'retry') {
        faults += 1;
        if (faults >= faultsUntilOpen) openFor(openAfterFaultsMs, notAnswering);
        // The one call that tried could not tell, so another one has to.
        if (open?.trying) openFor(openAfterFaultsMs, open.error);
      } else if ('error' in outcome && outcome.remedy === 'give-up' && isAuth(outcome.error)) {
        faults = 0;
        openFor(openAfterAuthMs, outcome.error);
      } else {
        reset();
      }
    },
  };
}

const isAuth = ({ code }: GatewayError) => code === 'UPSTREAM_AUTH';

const notAnswering = new GatewayError(
  'UPSTREAM_UNAVAILABLE',
  'The exchange has not answered for some calls in a row; it is tried once a second.',
);
