import { accountNotFound } from '../errors/account-not-found.ts';
import type { Context } from './context.ts';

/**
 * The account of this id, if it is open to the caller.
 *
 * @param keys what of it is asked for. Default: the account itself
 * @throws GatewayError `ACCOUNT_NOT_FOUND`
 */
export function openAccount(
  { accountIds }: Context,
  id: string | undefined,
  keys?: readonly string[],
): string {
  if (id === undefined || !accountIds.includes(id)) throw accountNotFound(id, keys);
  return id;
}
