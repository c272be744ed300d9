import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError } from '../errors/gateway-error.ts';
import { earlyRefusal } from './early-refusal.ts';

const overloaded = new GatewayError(
  'OVERLOADED',
  'The gateway has more to do than it can do in time. Ask again later.',
  { retryAfterMs: 1_000 },
);

/** Refuses a request without reading it: who has too much to do does as little as possible for it. */
export function refuseForOverload({ headers }: IncomingMessage, response: ServerResponse): void {
  const refusal = earlyRefusal(overloaded, headers.accept);
  response.writeHead(503, refusal.headers).end(refusal.body);
}
