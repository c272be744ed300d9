import { accountNotFound } from '../errors/account-not-found.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Context } from './context.ts';
import { type parseCurrency, parseId, type parseInstrument } from './keys.ts';

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

/**
 * The key by which a router names what an account sees, as the exchange writes it.
 * @throws GatewayError `BAD_USER_INPUT`, `ACCOUNT_NOT_FOUND`
 */
export function parseAccountKey(
  context: Context,
  read: typeof parseCurrency | typeof parseInstrument,
  name: string,
  entity: { readonly accountId: unknown; readonly key: unknown },
): { readonly accountId: string; readonly key: string } {
  const accountId = parseId('accountId', entity.accountId);
  const key = read(name, parseId(name, entity.key));
  if (key instanceof GatewayError) throw key.with({ accountId: accountId.slice(0, 64) });
  return { accountId: openAccount(context, accountId, [key]), key };
}
