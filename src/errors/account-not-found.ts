import { GatewayError } from './gateway-error.ts';

/**
 * The same for an account that does not exist and for one that is not the caller's.
 *
 * @param accountId the one that was asked for; absent where there is none at all
 * @param keys what of it was asked for. Default: the account itself
 */
export function accountNotFound(accountId?: string, keys?: readonly string[]): GatewayError {
  const named = accountId?.slice(0, 64);
  return new GatewayError(
    'ACCOUNT_NOT_FOUND',
    'No account of this id is open to you; `accounts` lists those that are.',
    named === undefined ? {} : { accountId: named, keys: keys ?? [named] },
  );
}
