import type { GatewayError } from '../errors/gateway-error.ts';
import type { Cause } from './cause.ts';
import type { Remedy } from './codes.ts';
import type { Row } from './decode.ts';

/** A call that was answered: the elements of `data`. */
export interface Answered {
  readonly rows: readonly Row[];
  /** Has it told what cannot be read of them, as clients are: what is known of it by now, and later what turns out when a field is read. */
  readonly onMalformed?: (tell: (what: string) => void) => void;
}

/** A call that was not: what to tell the client, and how to go on. */
export interface Failed {
  readonly error: GatewayError;
  readonly remedy: Remedy;
  /** For whoever runs the gateway. Default: there is no more to tell than the error does. */
  readonly cause?: Cause;
  /** The keys of the call that the exchange named as bad. */
  readonly keys?: readonly string[];
  /** For how many milliseconds a refusal will hardly change. Default: some seconds. */
  readonly lastsMs?: number;
}

export type Outcome = Answered | Failed;
