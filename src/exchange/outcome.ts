import type { GatewayError } from '../errors/gateway-error.ts';
import type { Cause } from './cause.ts';
import type { Remedy } from './codes.ts';
import type { Row } from './decode.ts';

/** A call that was answered: the elements of `data`, decoded. */
export interface Answered {
  readonly rows: readonly Row[];
  /** What could not be decoded of it: a few of the messages that clients get for it. */
  readonly malformed?: readonly string[];
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
