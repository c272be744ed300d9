import { GatewayError } from '../../errors/gateway-error.ts';
import type { Outcome } from '../../exchange/outcome.ts';
import type { Clock } from '../../time/clock.ts';

/** Faults in a row, of all endpoints of the account, after which the exchange is taken for dead. */
const faultsUntilStop = 8;
/** A dead exchange is tried by one call each time this has passed. */
const stopAfterFaultsMs = 1_000;
/** Refused credentials are tried by one call each time this has passed. */
const stopAfterAuthMs = 20_000;

/** Stops the calls of one account while they make no sense: the exchange is dead, or refuses the credentials. */
export interface CircuitBreaker {
  /** Why a call should not be made now; null when it should. */
  refusal(): GatewayError | null;
  /** A call is being made. During a stop it is the one that tries whether the stop is over. */
  sending(): void;
  record(outcome: Outcome): void;
  /** Starts anew, for instance with other credentials. */
  reset(): void;
}

/** @param onStop is told when a stop begins, and why */
export function createCircuitBreaker(
  clock: Clock,
  onStop: (error: GatewayError) => void = () => {},
): CircuitBreaker {
  let faults = 0;
  let stop: { readonly error: GatewayError; readonly until: number; trying: boolean } | null = null;

  const stopFor = (ms: number, error: GatewayError) => {
    if (stop?.error.code !== error.code) onStop(error);
    stop = { error, until: clock.now() + ms, trying: false };
  };

  const reset = () => {
    faults = 0;
    stop = null;
  };

  return {
    refusal() {
      if (!stop) return null;
      const leftMs = Math.ceil(stop.until - clock.now());
      if (leftMs <= 0 && !stop.trying) return null;
      const { code, message, extensions } = stop.error;
      const { exchangeCode } = extensions;
      return new GatewayError(code, message, {
        retryAfterMs: Math.max(leftMs, stopAfterFaultsMs),
        ...(exchangeCode !== undefined && { exchangeCode }),
      });
    },
    sending() {
      if (stop) stop.trying = true;
    },
    reset,
    record(outcome) {
      if ('error' in outcome && outcome.remedy === 'retry') {
        faults += 1;
        if (faults >= faultsUntilStop) stopFor(stopAfterFaultsMs, notAnswering);
        // The one call that tried could not tell, so another one has to.
        if (stop?.trying) stopFor(stopAfterFaultsMs, stop.error);
      } else if ('error' in outcome && outcome.remedy === 'give-up' && isAuth(outcome.error)) {
        faults = 0;
        stopFor(stopAfterAuthMs, outcome.error);
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
