import type { IncomingMessage } from 'node:http';
import { livePath, readyPath } from './paths.ts';
import type { Readiness } from './readiness.ts';
import type { Handle } from './serve-fast.ts';

/**
 * Tells who looks after the process that it runs, also while it drains, and load balancers by the status whether to
 * send queries. Yoga does so, too, for whoever asks in another way than by GET; but these ask again and again, and are
 * not to have it loaded for that.
 */
export function serveHealth(readiness: Readiness, handle: Handle): Handle {
  const reasonFor = ({ method, url }: IncomingMessage) => {
    if (method !== 'GET') return undefined;
    if (url === livePath) return null;
    return url === readyPath ? readiness() : undefined;
  };

  return (request, response, arrival) => {
    const reason = reasonFor(request);
    if (reason === undefined) return handle(request, response, arrival);
    const body = reason === null ? '' : JSON.stringify({ reason });
    response.writeHead(reason === null ? 200 : 503, {
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(body),
      ...(reason !== null && { 'content-type': 'application/json' }),
    });
    response.end(body);
  };
}
