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

/** Opens, and stops the calls of one account, while they make no sense: the exchange is dead, or refuses the credentials. */
export interface CircuitBreaker {
  /** Why a call should not be made now; null when it should. */
  refusal(): GatewayError | null;
  /** A call is being made. While the breaker is open it is the one that tries whether it may close (half-open). */
  sending(): void;
  record(outcome: Outcome): void;
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
  let open: Open | null = null;

  const openFor = (ms: number, error: GatewayError) => {
    if (open?.error.code !== error.code) events?.stopped(error);
    const now = clock.now();
    open = { error, since: open?.since ?? now, until: now + ms, trying: false };
  };

  const reset = () => {
    faults = 0;
    if (open) events?.resumed(clock.now() - open.since);
    open = null;
  };

  return {
    refusal() {
      if (!open) return null;
      const leftMs = Math.ceil(open.until - clock.now());
      if (leftMs <= 0 && !open.trying) return null;
      const { code, message, extensions } = open.error;
      const { exchangeCode } = extensions;
      return new GatewayError(code, message, {
        retryAfterMs: Math.max(leftMs, openAfterFaultsMs),
        ...(exchangeCode !== undefined && { exchangeCode }),
      });
    },
    sending() {
      if (open) open.trying = true;
    },
    reset,
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

interface Open {
  readonly error: GatewayError;
  readonly since: number;
  readonly until: number;
  trying: boolean;
}

const isAuth = ({ code }: GatewayError) => code === 'UPSTREAM_AUTH';

const notAnswering = new GatewayError(
  'UPSTREAM_UNAVAILABLE',
  'The exchange has not answered for some calls in a row; it is tried once a second.',
);
