import type { GatewayError } from '../errors/gateway-error.ts';
import type { Remedy } from './codes.ts';
import type { Row } from './decode.ts';

/** A call that was answered: the elements of `data`, decoded. */
export interface Answered {
  readonly rows: readonly Row[];
}

/** A call that was not: what to tell the client, and how to go on. */
export interface Failed {
  readonly error: GatewayError;
  readonly remedy: Remedy;
  /** What the exchange named as wrong: a parameter's name, with the bad value glued to it or without one. */
  readonly culprit?: string;
}

export type Outcome = Answered | Failed;
