import { z } from 'zod';
import { GatewayError } from '../errors/gateway-error.ts';
import { blame } from './blame.ts';
import type { Cause } from './cause.ts';
import { type CodeReading, readCode, readStatus } from './codes.ts';
import { parseJson } from './json.ts';
import type { Failed } from './outcome.ts';
import type { CallRequest } from './request.ts';
import type { WireAnswer } from './http.ts';

/** Anything else is no code of the exchange, and must not get into an error. */
const codePattern = /^\d{1,6}$/;

const envelope = z.object({
  code: z.union([z.string(), z.number()]).transform(String).pipe(z.string().regex(codePattern)),
  msg: z.string().catch(''),
  data: z.unknown().optional(),
});

/**
 * The elements of `data` of an answer, undecoded, or why there are none. The exchange's code decides
 * and only without one the HTTP status: it refuses with 200, too.
 */
export function openEnvelope(
  request: CallRequest,
  { status, body }: WireAnswer,
  blot: (words: string) => string,
): { readonly data: readonly unknown[] } | Failed {
  const endpoint = request.endpoint.name;
  const parsed = envelope.safeParse(parseJson(body));
  if (!parsed.success) {
    const reading = readStatus(status);
    return failed({ endpoint }, reading, { status, reason: 'not an answer of the exchange' });
  }
  const { code, msg, data } = parsed.data;
  if (code !== '0') {
    const reading = readCode(code, missingParameter(msg, request)) ?? unknownCode(status);
    const cause = { status, reason: 'refused by the exchange', msg: blot(msg) };
    return blame(failed({ endpoint, exchangeCode: code }, reading, cause), msg, request);
  }
  if (Array.isArray(data)) return { data };
  return failed({ endpoint }, noList, { status, reason: 'no list of data' });
}

const noList: CodeReading = {
  code: 'UPSTREAM_MALFORMED',
  remedy: 'give-up',
  message: 'The exchange reported success but sent no list of data.',
};

/** The parameter that the exchange misses, if its message names one in its usual words. */
function missingParameter(
  msg: string,
  { endpoint: { keys, params } }: CallRequest,
): string | undefined {
  const name = /^Parameter ([A-Za-z]{1,20}) can not be empty\.?$/.exec(msg.trim())?.[1];
  const isKnown = name !== undefined && (Object.hasOwn(keys, name) || Object.hasOwn(params, name));
  return isKnown ? name : undefined;
}

function failed(
  details: { readonly endpoint: string; readonly exchangeCode?: string },
  { code, message, ...rest }: CodeReading,
  cause: Cause,
): Failed {
  return { error: new GatewayError(code, message, details), cause, ...rest };
}

function unknownCode(status: number): CodeReading {
  const remedy = status >= 500 || status === 429 ? 'retry' : 'give-up';
  return {
    code: 'UPSTREAM_UNAVAILABLE',
    remedy,
    message: 'The exchange refused the call for a reason that the gateway does not know.',
  };
}
