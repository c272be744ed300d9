import { maxWithdrawal } from '../../src/endpoints/max-withdrawal/declaration.ts';
import { createClients } from '../../src/exchange/client.ts';
import type { CallRequest } from '../../src/exchange/request.ts';
import { Secret } from '../../src/exchange/secret.ts';
import vectors from '../fixtures/signing.json' with { type: 'json' };
import { httpOf } from './http-of.ts';
import { createManualClock } from './manual-clock.ts';

/** Made up, with the secret of the signing vectors. */
export const credentials = {
  id: 'main',
  apiKey: new Secret('the-key'),
  secretKey: new Secret(vectors.secret),
  passphrase: new Secret('the-passphrase'),
  baseUrl: 'http://exchange.test',
  demo: false,
};
/** The simplest call there is. */
export const whole: CallRequest = { endpoint: maxWithdrawal, keys: null, params: {} };
const clockOfVectors = () => createManualClock({ wallTime: Date.parse(vectors.timestamp) });

/** A client before a network that answers one thing, and what it was asked. */
export function clientOf(status: number, body: string, account = credentials) {
  const asked: Request[] = [];
  const http = httpOf(async (input, init) => {
    asked.push(new Request(input, init));
    return new Response(body, { status });
  });
  return { call: createClients(() => http, clockOfVectors())(account), asked };
}

export const json = (value: unknown) => JSON.stringify(value);
