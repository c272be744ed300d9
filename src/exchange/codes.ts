import type { ErrorCode } from '../errors/catalogue.ts';

/**
 * What to do about a failed call.
 * - `wait`: the exchange is busy; the keys go back to the head of the queue until their deadline.
 * - `retry`: a fault that may pass; a few attempts.
 * - `once-more`: what was wrong, clock or credentials, has been set right.
 * - `bisect`: a key of the call is to blame; find it and ask for the others again.
 * - `refuse`: no key alone is to blame; all of them are refused.
 * - `give-up`: asking again cannot help.
 */
export type Remedy = 'wait' | 'retry' | 'once-more' | 'bisect' | 'refuse' | 'give-up';

/** How the gateway reads an error code of the exchange. The wording is ours: the exchange's own can hold keys and addresses. */
export interface CodeReading {
  readonly code: ErrorCode;
  readonly remedy: Remedy;
  readonly message: string;
  /** For how many milliseconds a refusal will hardly change. Default: some seconds. */
  readonly lastsMs?: number;
}

const reading =
  (code: ErrorCode, remedy: Remedy) =>
  (message: string): CodeReading => ({ code, remedy, message });

const busy = reading('UPSTREAM_UNAVAILABLE', 'wait');
const unavailable = reading('UPSTREAM_UNAVAILABLE', 'retry');
const timeout = reading('UPSTREAM_TIMEOUT', 'retry');
const badInput = reading('BAD_USER_INPUT', 'bisect');
const rejected = reading('KEY_REJECTED', 'bisect');
const auth = reading('UPSTREAM_AUTH', 'give-up');

/** An instrument that is listed meanwhile is found again within this time. */
const unknownLastsMs = 300_000;

const noRoute = reading(
  'UPSTREAM_UNAVAILABLE',
  'give-up',
)('The exchange knows no such route; check the base URL of the account.');

// Source: OKX API v5, Error Code: REST API, with the wordings and HTTP statuses of recorded traffic, gathered before
// 2026-11-21; no day is on record for each. Which of them may pass (remedy) is inferred, as are the families below.
const readings: Readonly<Record<string, CodeReading>> = {
  '404': noRoute,
  '50001': unavailable('The exchange has suspended this service for a while.'),
  '50004': timeout('The exchange gave up on the call after waiting for its own services.'),
  '50011': reading(
    'BUDGET_EXHAUSTED',
    'wait',
  )('The exchange counted too many calls of this account.'),
  '50013': busy('The exchange is too busy to answer.'),
  '50014': badInput('The exchange needs a parameter that was not given.'),
  '50025': rejected('The exchange counted too many instruments or currencies in one call.'),
  '50026': unavailable('The exchange had a fault of its own.'),
  '50035': auth(
    'The exchange wants the owner of the account to complete a check before it answers.',
  ),
  '50100': auth('The API of this account is frozen; its owner has to ask the exchange.'),
  '50101': auth('The API key belongs to the other environment; check the `demo` setting.'),
  '50102': reading(
    'UPSTREAM_AUTH',
    'once-more',
  )("The exchange finds the gateway's clock wrong; set the clock of its machine."),
  '50103': auth('The exchange saw no API key.'),
  '50105': auth('The passphrase is not the one that was set with the API key.'),
  '50110': auth("The gateway's address is not on the allow-list of the API key."),
  '50111': auth('The exchange does not know the API key.'),
  '50112': auth('The exchange could not read the time of the call.'),
  '50113': auth('The signature does not fit; check the secret key.'),
  '50119': auth(
    'The exchange does not know the API key. A key works only on the host of the region where it was made: check the base URL.',
  ),
  '50120': auth('The API key lacks the permission to read.'),
  '51000': rejected(
    'The exchange does not accept this instrument or currency together with these arguments.',
  ),
  '51001': { ...rejected('The exchange knows no such instrument.'), lastsMs: unknownLastsMs },
  '51010': reading(
    'ACCOUNT_MODE_UNSUPPORTED',
    'bisect',
  )('The exchange does not answer this in the present mode of the account.'),
  '51024': auth('The exchange has blocked the account.'),
  '51054': timeout('The exchange took too long to read the account.'),
};

const families: readonly (readonly [pattern: RegExp, reading: CodeReading])[] = [
  [/^501\d\d$/, auth('The exchange refused the credentials of the account.')],
  [/^51\d{3}$/, rejected('The exchange refused what was asked.')],
];

/**
 * The reading of an exchange code: listed, or of a known family, or null.
 * @param missing the parameter without which the exchange does not answer, where it named one
 */
export function readCode(exchangeCode: string, missing?: string): CodeReading | null {
  const family = () => families.find(([pattern]) => pattern.test(exchangeCode))?.[1];
  const found = readings[exchangeCode] ?? family() ?? null;
  if (found?.code !== 'BAD_USER_INPUT' || missing === undefined) return found;
  return { ...found, message: `The exchange needs the argument \`${missing}\` here.` };
}

/** The reading of an answer that carries no code of the exchange, by its HTTP status. */
export function readStatus(status: number): CodeReading {
  if (status === 429) return busy('The exchange turned the call away as one too many.');
  if (status === 404 || status === 405) return noRoute;
  if (status === 401 || status === 403) {
    return reading(
      'UPSTREAM_UNAVAILABLE',
      'give-up',
    )('A proxy before the exchange turned the call away.');
  }
  return unavailable('Something other than the exchange answered.');
}
