import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../callers/caller.ts';
import type { CallerRefusal, Callers } from '../callers/callers.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { Arrival } from './admission.ts';

const identified = new WeakMap<Request, Caller>();

/** Who sends a request to the graph. */
export function callerOf(request: Request): Caller {
  const caller = identified.get(request);
  if (!caller) throw new TypeError('Nobody has asked who sends the request.');
  return caller;
}

/**
 * Finds out who sends a request before anything else is done for it.
 *
 * @param path of the graph; nothing else tells of accounts
 */
export function useCaller(callers: Callers, path: string): Plugin<object, Arrival> {
  return {
    onRequest({ request, url, serverContext, endResponse, fetchAPI }) {
      if (url.pathname !== path && url.pathname !== `${path}/`) return undefined;
      const found = callers.identify({
        authorization: request.headers.get('authorization'),
        address: serverContext.address ?? '',
      });
      const decide = (caller: Caller | CallerRefusal): void => {
        if (!('status' in caller)) {
          identified.set(request, caller);
          return;
        }
        const code: ErrorCode = 'UNAUTHENTICATED';
        const { message, status } = caller;
        const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
        const headers = { 'content-type': 'application/json', 'www-authenticate': 'Bearer' };
        endResponse(new fetchAPI.Response(body, { status, headers }));
      };
      return found instanceof Promise ? found.then(decide) : decide(found);
    },
  };
}
