import type { Endpoint } from '../endpoints/declare.ts';
import { instrumentKind } from '../endpoints/instrument-kind.ts';
import { GatewayError } from '../errors/gateway-error.ts';

/** The most keys that one list argument takes: what a window of the whole rate limit can answer. */
export function listCap({ keys, limit }: Endpoint, by: string): number {
  return (keys[by]?.max ?? 0) * limit.calls;
}

/**
 * The keys of a list argument as the exchange writes them, with an error in the place of each that
 * cannot succeed.
 * @throws GatewayError `BAD_USER_INPUT` when the list as a whole cannot be used
 */
export function parseKeys(
  endpoint: Endpoint,
  by: string,
  values: readonly string[],
): readonly (string | GatewayError)[] {
  const cap = listCap(endpoint, by);
  if (values.length === 0) {
    const orAll = endpoint.whole ? `, or leave \`${by}\` out to get all` : '';
    throw new GatewayError(
      'BAD_USER_INPUT',
      `\`${by}\` is an empty list; name at least one${orAll}.`,
    );
  }
  if (values.length > cap) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `\`${by}\` has ${values.length} entries; at most ${cap} can be answered in one field.`,
    );
  }
  return values.map((value) => parseKey(endpoint, by, value));
}

/** One currency code as the exchange writes it. */
export function parseCurrency(name: string, value: string): string | GatewayError {
  const canonical = upperCase(value.trim());
  if (/^[\p{L}\p{N}]{1,24}$/u.test(canonical)) return canonical;
  return malformedKey(name, value, 'a currency code such as `BTC`');
}

/** One instrument id as the exchange writes it. */
export function parseInstrument(name: string, value: string): string | GatewayError {
  const canonical = upperCase(value.trim());
  if (/^[\p{L}\p{N}]+(-[\p{L}\p{N}._]+){1,4}$/u.test(canonical) && canonical.length <= 64) {
    return canonical;
  }
  return malformedKey(name, value, 'an instrument id such as `BTC-USDT` or `BTC-USDT-SWAP`');
}

function parseKey(endpoint: Endpoint, by: string, value: string): string | GatewayError {
  const read = endpoint.row.fields[by]?.kind === 'currency' ? parseCurrency : parseInstrument;
  const parsed = read(by, value);
  return parsed instanceof GatewayError ? parsed : acceptKey(endpoint, by, parsed);
}

/** A key as the exchange writes it, or an error if this endpoint cannot know it. */
export function acceptKey({ keys }: Endpoint, by: string, key: string): string | GatewayError {
  if (!keys[by]?.pairsOnly || instrumentKind(key) === 'pair') return key;
  return malformedKey(
    by,
    key,
    'a spot or margin pair such as `BTC-USDT`: no other instrument can be borrowed for',
  );
}

/** Of Latin letters only: others have upper-case forms that are letters of other ids. */
const upperCase = (text: string) => text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());

function malformedKey(name: string, value: string, wanted: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', `\`${name}\` must be ${wanted}.`, {
    keys: [value.slice(0, 64)],
  });
}
