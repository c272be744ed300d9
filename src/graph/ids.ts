import type { Endpoint } from '../endpoints/declare.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Row } from '../exchange/decode.ts';

/**
 * The id of a row: the account, the endpoint and what has to be asked for this row and no other, as in
 * `spot/max-loan?instId=BTC-USDT&ccy=USDT&side=buy&mgnMode=cross`. It is the same however the row was reached.
 *
 * @throws GatewayError `UPSTREAM_MALFORMED` where the row does not say what it is of
 */
export function rowId(endpoint: Endpoint, row: Row): string {
  const { name, keys, apart } = endpoint;
  // There is one for the account.
  if (Object.keys(keys).length === 0) return `${row.accountId}/${name}`;
  const own: Record<string, string> = {};
  for (const by of Object.keys(keys)) if (row[by] !== null) own[by] = keyOf(row, by, endpoint);
  if (Object.keys(own).length === 0) throw nameless(row, endpoint);
  if (apart !== undefined && row[apart] !== null) own[apart] = keyOf(row, apart, endpoint);
  const id = writeId(own, name, row.accountId);
  return row.params === '' ? id : `${id}&${row.params}`;
}

/**
 * An id that tells a thing apart from all others, of any type: it looks like a call of the exchange. No account has
 * one like it, since theirs hold neither `/` nor `?`.
 *
 * @param accountId of what the account sees; without it, the same for all
 */
export function writeId(
  key: Readonly<Record<string, string>>,
  name: string,
  accountId?: string,
): string {
  const parameters = Object.entries(key).map(
    ([field, value]) => `${field}=${encodeURIComponent(value)}`,
  );
  return `${accountId === undefined ? '' : `${accountId}/`}${name}?${parameters.join('&')}`;
}

/** What a field says that a row is of. Only in a row of a call without keys can it be missing. */
export function keyOf(row: Row, by: string, endpoint: Endpoint): string {
  const value = row[by];
  if (value instanceof GatewayError) throw value;
  if (typeof value === 'string') return value;
  throw nameless(row, endpoint);
}

const nameless = ({ accountId }: Row, { name: endpoint }: Endpoint) =>
  new GatewayError(
    'UPSTREAM_MALFORMED',
    'The exchange sent a row that does not say what it is of.',
    { endpoint, accountId },
  );
