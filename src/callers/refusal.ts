import { GatewayError } from '../errors/gateway-error.ts';
import type { Caller } from './caller.ts';

/** Why it is not known who sends a request, or why that caller may not send it. */
export interface CallerRefusal {
  readonly status: 401 | 403 | 503;
  /** For the person who meets it: nothing in it helps to guess. */
  readonly error: GatewayError;
  /** What is asked for in `www-authenticate`; null where another token would not help. */
  readonly challenge: string | null;
}

/** What is found out of a request. */
export type Found = Caller | CallerRefusal;
/** Finds it out where that takes a while, and costs enough to wait for a turn. */
export type Check = () => Promise<Found>;

export const isRefusal = (found: object): found is CallerRefusal => 'challenge' in found;

const challenge = 'Bearer realm="okx-account-gateway"';

/** There is nothing that could be a token. */
export const noToken: CallerRefusal = {
  status: 401,
  error: new GatewayError(
    'UNAUTHENTICATED',
    'Send a token that this gateway knows, once, in the header authorization: Bearer <token>.',
  ),
  challenge,
};

/** There is one, and it is not good. */
export function badToken(message: string): CallerRefusal {
  return {
    status: 401,
    error: new GatewayError('UNAUTHENTICATED', message),
    challenge: `${challenge}, error="invalid_token"`,
  };
}

export const unknownToken = badToken(
  'The token is not known here. Ask whoever runs the gateway for one.',
);

/** The same for a caller that does not exist and for one who asks without the right. */
export const notOnBehalf: CallerRefusal = {
  status: 403,
  error: new GatewayError(
    'FORBIDDEN',
    'You may not ask on behalf of this caller, or there is none of this name: leave the header x-on-behalf-of out, or ask whoever runs the gateway.',
  ),
  challenge: null,
};

/** @param retryAfterMs when the keys are asked for again at the latest */
export function noKeys(retryAfterMs: number): CallerRefusal {
  return {
    status: 503,
    error: new GatewayError(
      'UPSTREAM_UNAVAILABLE',
      'The issuer of your token cannot be reached for the keys that it is checked with. Ask again later.',
      { retryAfterMs },
    ),
    challenge: null,
  };
}
