import type { KyInstance } from 'ky';
import type { Endpoint } from '../endpoints/declare.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Clock } from '../time/clock.ts';
import type { AccountCredentials } from './credentials.ts';
import { decodeRow, type Row, type Stamp } from './decode.ts';
import { openEnvelope } from './envelope.ts';
import type { Failed, Outcome } from './outcome.ts';
import { type CallRequest, targetOf } from './request.ts';
import { createSend, type NoAnswer } from './send.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';
import { sign } from './sign.ts';

/** Makes one signed call and says how it went. Never rejects; makes no second attempt of its own. */
export type Call = (request: CallRequest) => Promise<Outcome>;

/**
 * Makes the caller of each account. Accounts on the same host share the knowledge of its clock, but no
 * connections: one that hangs does not hold up another.
 */
export function createClients(
  connect: () => KyInstance,
  clock: Clock,
): (credentials: AccountCredentials) => Call {
  const serverClocks = new Map<string, ServerClock>();

  function serverClockOf(baseUrl: string): ServerClock {
    const known =
      serverClocks.get(baseUrl) ?? createServerClock(baseUrl, createSend(connect(), clock), clock);
    serverClocks.set(baseUrl, known);
    return known;
  }

  return (credentials) => {
    const send = createSend(connect(), clock);
    const serverClock = serverClockOf(credentials.baseUrl);
    return async (request) => {
      const { endpoint } = request;
      const target = targetOf(request);
      const timestamp = serverClock.timestamp();
      const headers = signedHeaders(credentials, timestamp, target);
      const answer = await send(credentials.baseUrl, target, headers);
      if (typeof answer === 'string') return noAnswer(endpoint.name, answer);
      const opened = openEnvelope(request, answer.status, answer.body);
      if (!('error' in opened)) {
        const stamp = { accountId: credentials.id, asOf: new Date(timestamp) };
        return decodeAll(endpoint, opened.data, stamp);
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

function decodeAll(endpoint: Endpoint, data: readonly unknown[], stamp: Stamp): Outcome {
  const object = endpoint.within?.object ?? endpoint.row;
  const decoded = data.map((element) =>
    decodeRow(object, element, { endpoint: endpoint.name, stamp }),
  );
  const rows = decoded.filter((row): row is Row => !(row instanceof GatewayError));
  const [first] = decoded;
  // Of several, the sound ones are of use; nobody can tell what the others were of.
  if (rows.length === 0 && first instanceof GatewayError)
    return { error: first, remedy: 'give-up' };
  return { rows };
}

function noAnswer(endpoint: string, why: NoAnswer): Failed {
  const error =
    why === 'timeout'
      ? new GatewayError('UPSTREAM_TIMEOUT', 'The exchange did not answer the call in time.', {
          endpoint,
        })
      : new GatewayError('UPSTREAM_UNAVAILABLE', 'The exchange could not be reached.', {
          endpoint,
        });
  return { error, remedy: 'retry' };
}
