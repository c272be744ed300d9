import type { RequestListener } from 'node:http';
import type { EndedRequest } from '../telemetry/request-metrics.ts';
import type { Clock } from '../time/clock.ts';
import { graphqlPath, livePath, readyPath } from './paths.ts';
import { sendsEvents } from './takes-events.ts';

const routes: ReadonlySet<string> = new Set([graphqlPath, livePath, readyPath]);
/** As nginx writes it: there is no status for an answer that nobody has got. */
const clientLeft = 499;

/** Tells of each request when its answer has been taken, or its client has left. */
export function measureRequests(
  handler: RequestListener,
  { ended, clock }: { readonly ended: (request: EndedRequest) => void; readonly clock: Clock },
): RequestListener {
  return (request, response) => {
    const startedAt = clock.now();
    const { method = '', url = '' } = request;
    const [path = ''] = url.split('?', 1);
    response.once('close', () => {
      // It ends when its client has seen enough: how long that took says nothing.
      if (sendsEvents(response)) return;
      ended({
        method,
        route: routes.has(path) ? path : '',
        status: response.writableFinished ? response.statusCode : clientLeft,
        tookMs: clock.now() - startedAt,
      });
    });
    handler(request, response);
  };
}
