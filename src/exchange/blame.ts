import type { Endpoint } from '../endpoints/declare.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Failed } from './outcome.ts';
import type { CallRequest } from './request.ts';

/** Names that the exchange gives parameters in its messages only. */
const parameterNames: Readonly<Record<string, string>> = { MARGIN_MODE: 'mgnMode' };

/**
 * Reads what the exchange names as wrong in a refusal: a bad value glued to its parameter, as in
 * `Parameter instIdBTC-USDT-SWAP error`, or a parameter alone. Where it is not the one that takes the keys, none of
 * them is to blame and asking again cannot help.
 */
export function blame(refusal: Failed, msg: string, { endpoint, keys }: CallRequest): Failed {
  const culprit = /^Parameter (\S+) error$/.exec(msg.trim())?.[1];
  if (culprit === undefined || refusal.remedy !== 'bisect') return refusal;
  const by = keys?.by ?? endpoint.whole ?? '';
  if (!culprit.startsWith(by)) {
    const error = badParameter(refusal.error, culprit, endpoint);
    return { ...refusal, error, remedy: 'refuse' };
  }
  const named = keys?.values.filter((value) => culprit === by + value) ?? [];
  return named.length > 0 ? { ...refusal, keys: named } : refusal;
}

function badParameter(
  { extensions }: GatewayError,
  culprit: string,
  { params }: Endpoint,
): GatewayError {
  const { code: _, ...details } = extensions;
  const name = parameterNames[culprit] ?? culprit;
  // Only what the gateway knows by name is told: the exchange could have put anything there.
  const parameter = Object.hasOwn(params, name) ? ` \`${name}\`` : '';
  return new GatewayError(
    'BAD_USER_INPUT',
    `The exchange does not accept the argument${parameter} here.`,
    details,
  );
}
