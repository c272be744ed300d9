import { GatewayError } from './gateway-error.ts';

/** The same for an account that does not exist and for one that is not the caller's. */
export function accountNotFound(): GatewayError {
  return new GatewayError(
    'ACCOUNT_NOT_FOUND',
    'No account of this id is open to you; `accounts` lists those that are.',
  );
}
