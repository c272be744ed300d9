import { GatewayError } from '../errors/gateway-error.ts';
import type { Context } from './context.ts';
import type { parseCurrency, parseInstrument } from './keys.ts';
import { openAccount } from './open-account.ts';

type ReadKey = typeof parseCurrency | typeof parseInstrument;

/**
 * The key by which a router names an entity, as the exchange writes it.
 * @param read for its kind
 * @param value anything that JSON can say
 * @throws GatewayError `BAD_USER_INPUT`
 */
export function parseEntityKey(read: ReadKey, name: string, value: unknown): string {
  const parsed = read(name, parseId(name, value));
  if (parsed instanceof GatewayError) throw parsed;
  return parsed;
}

/**
 * The key by which a router names what an account sees, as the exchange writes it.
 * @throws GatewayError `BAD_USER_INPUT`, `ACCOUNT_NOT_FOUND`
 */
export function parseAccountEntityKey(
  context: Context,
  read: ReadKey,
  name: string,
  entity: { readonly accountId: unknown; readonly key: unknown },
): { readonly accountId: string; readonly key: string } {
  const accountId = parseId('accountId', entity.accountId);
  const key = read(name, parseId(name, entity.key));
  if (key instanceof GatewayError) throw key.with({ accountId: accountId.slice(0, 64) });
  return { accountId: openAccount(context, accountId, [key]), key };
}

/**
 * An ID that no type of the graph has checked.
 * @throws GatewayError `BAD_USER_INPUT`
 */
export function parseId(name: string, value: unknown): string {
  if (typeof value === 'string' || Number.isInteger(value)) return String(value);
  throw new GatewayError('BAD_USER_INPUT', `\`${name}\` must be given, as an ID.`);
}
