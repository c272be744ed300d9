import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError } from '../errors/gateway-error.ts';

const retryAfterMs = 1_000;

const { message, extensions } = new GatewayError(
  'OVERLOADED',
  'The gateway has more to do than it can do in time. Ask again later.',
  { retryAfterMs },
);
const body = JSON.stringify({ errors: [{ message, extensions }] });

/** Refuses a request without reading it: who has too much to do does as little as possible for it. */
export function refuseForOverload({ headers }: IncomingMessage, response: ServerResponse): void {
  const type = 'application/graphql-response+json';
  response
    .writeHead(503, {
      'content-type': headers.accept?.includes(type) ? type : 'application/json',
      'cache-control': 'no-store',
      'retry-after': String(retryAfterMs / 1_000),
    })
    .end(body);
}
