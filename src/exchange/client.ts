import { GatewayError } from '../errors/gateway-error.ts';
import type { Clock } from '../time/clock.ts';
import { createBlot } from './blot.ts';
import type { AccountCredentials } from './credentials.ts';
import { decodeRows, type Row } from './decode.ts';
import { openEnvelope } from './envelope.ts';
import type { Http } from './http.ts';
import { createOrigin, type Origin, type Stamp } from './origin.ts';
import type { Failed, Outcome } from './outcome.ts';
import { type CallRequest, targetOf, writeParams } from './request.ts';
import { createSend, type NoAnswer } from './send.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';
import { sign } from './sign.ts';

/** Makes one signed call and says how it went. Never rejects; makes no second attempt of its own. */
export type Call = (request: CallRequest) => Promise<Outcome>;

/**
 * Makes the client of each account. Accounts on the same host share its connections, which
 * `shareConnections` hands out, and the knowledge of its clock.
 *
 * @param onClockCorrected told of the host, and by how much it is ahead of this machine (or, negative, behind)
 */
export function createClients(
  connect: () => Http,
  clock: Clock,
  onClockCorrected?: (host: string, offMs: number) => void,
): (credentials: AccountCredentials) => Call {
  const serverClocks = new Map<string, ServerClock>();
  const send = createSend(connect(), clock);

  function serverClockOf(baseUrl: string): ServerClock {
    const known = serverClocks.get(baseUrl);
    if (known) return known;
    const { host } = new URL(baseUrl);
    // By a connection of its own: calls that hang must not keep their clock from being set right.
    const made = createServerClock(baseUrl, createSend(connect(), clock), clock, (offMs) =>
      onClockCorrected?.(host, offMs),
    );
    serverClocks.set(baseUrl, made);
    return made;
  }

  return (credentials) => {
    const serverClock = serverClockOf(credentials.baseUrl);
    const blot = createBlot(credentials);
    return async (request) => {
      const { endpoint } = request;
      const target = targetOf(request);
      const timestamp = serverClock.timestamp();
      const headers = signedHeaders(credentials, timestamp, target);
      const answer = await send(credentials.baseUrl, target, headers);
      if ('missing' in answer) return noAnswer(endpoint.name, answer);
      const opened = openEnvelope(request, answer, blot);
      if (!('error' in opened)) {
        const params = writeParams(request.params);
        const stamp = { accountId: credentials.id, params, asOf: new Date(timestamp) };
        return openRows(request, opened.data, stamp);
      }
      if (opened.remedy === 'once-more') await serverClock.sync();
      return opened;
    };
  };
}

function signedHeaders(credentials: AccountCredentials, timestamp: string, target: string) {
  return {
    'OK-ACCESS-KEY': credentials.apiKey.reveal(),
    'OK-ACCESS-SIGN': sign(credentials.secretKey.reveal(), timestamp, target),
    'OK-ACCESS-TIMESTAMP': timestamp,
    'OK-ACCESS-PASSPHRASE': credentials.passphrase.reveal(),
    ...(credentials.demo && { 'x-simulated-trading': '1' }),
  };
}

/** The rows of an answer. Only what tells them apart is read at once. */
function openRows(
  { endpoint: { name, within, whole, row, keys: keyed, apart }, keys }: CallRequest,
  data: unknown,
  stamp: Stamp,
): Outcome {
  const origin = createOrigin(name, keys?.by ?? whole, stamp);
  const decoded = decodeRows(within?.object ?? row, data, origin);
  if (decoded instanceof GatewayError) return unreadable(decoded, origin);
  const rows = decoded.filter(isRow);
  const lists = within ? rows.map((outer) => outer[within.list]) : [rows];
  for (const answering of lists.filter(isList).flat().filter(isRow)) {
    for (const field in keyed) void answering[field];
    if (apart !== undefined) void answering[apart];
  }
  // Of several, the sound ones are of use; nobody can tell what the others were of.
  const bad = origin.garbage() ?? (rows.length === 0 ? decoded[0] : keys && lists[0]);
  if (bad instanceof GatewayError) return unreadable(bad, origin);
  return { rows, onMalformed: origin.onFound };
}

const isRow = (one: Row | GatewayError): one is Row => !(one instanceof GatewayError);
const isList = (value: unknown): value is readonly (Row | GatewayError)[] => Array.isArray(value);

function unreadable(error: GatewayError, { found }: Origin): Failed {
  const [reason = error.message] = found;
  return { error, remedy: 'give-up', cause: { reason } };
}

function noAnswer(endpoint: string, { missing, reason }: NoAnswer): Failed {
  const error =
    missing === 'timeout'
      ? new GatewayError('UPSTREAM_TIMEOUT', 'The exchange did not answer the call in time.', {
          endpoint,
        })
      : new GatewayError('UPSTREAM_UNAVAILABLE', 'The exchange could not be reached.', {
          endpoint,
        });
  return { error, remedy: 'retry', cause: { reason } };
}
