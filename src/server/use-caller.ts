import type { IncomingHttpHeaders } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../callers/caller.ts';
import type { Callers } from '../callers/callers.ts';
import { type CallerRefusal, type Found, isRefusal } from '../callers/refusal.ts';
import type { TellError } from '../operations/tell-error.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Arrival, Asker } from './admission.ts';
import { defectAnswer, earlyRefusal } from './early-refusal.ts';

/** By which a router says for whom of the callers that are known by name it asks. */
const onBehalfHeader = 'x-on-behalf-of';

interface CallerParts {
  readonly telemetry: Pick<Required<Telemetry>, 'requestRefused'>;
  readonly tellError: TellError;
  /** What is asked for by whoever looks after the process, and tells of no account. */
  readonly openPaths: readonly string[];
}

/** Who has sent a request, and how to find out who that is by now. */
interface Sender {
  readonly caller: Caller;
  readonly identify: () => Asker;
}

const identified = new WeakMap<Request, Sender>();

/** Who sends a request to the graph. */
export function senderOf(request: Request): Sender {
  const sender = identified.get(request);
  if (!sender) throw new TypeError('Nobody has asked who sends the request.');
  return sender;
}

/** Who sends a request of which only the head has been read, or how to find out. */
export function askerOf(
  { identify }: Pick<Callers, 'identify'>,
  headers: IncomingHttpHeaders,
  address: string,
): Asker {
  const { authorization = null, [onBehalfHeader]: name = null } = headers;
  return identify({ authorization, onBehalfOf: name === null ? null : String(name), address });
}

/** Tells that it is refused for who sends it, and what it is answered with. */
export function refuseCaller(
  { status, error, challenge }: CallerRefusal,
  accept: string | null | undefined,
  telemetry: Pick<Required<Telemetry>, 'requestRefused'>,
) {
  telemetry.requestRefused({ what: 'caller', reason: error.message });
  const { body, headers } = earlyRefusal(error, accept);
  const own = challenge === null ? {} : { 'www-authenticate': challenge };
  return { status, headers: { ...headers, ...own }, body };
}

/** Whose turn a request takes: that of its caller where it is known at once, else that of its address. */
export const takesTurnOf = (asker: Asker, address: string): string =>
  typeof asker === 'function' || isRefusal(asker) ? `address:${address}` : asker.id;

/**
 * Finds out who sends a request before anything else is done for it, on whatever path: Yoga answers queries on all that
 * end like its own.
 */
export function useCaller(
  callers: Pick<Callers, 'identify'>,
  { telemetry, tellError, openPaths }: CallerParts,
): Plugin<object, Arrival> {
  const open = new Set(openPaths);
  return {
    onRequest({ request, url, serverContext, endResponse, fetchAPI }) {
      // By its whole address, since Yoga takes what only ends like its own for a query.
      if (open.has(url.pathname) && request.url.endsWith(url.pathname)) return undefined;
      const { headers } = request;
      const { address = '', asker } = serverContext;
      const credentials = {
        authorization: headers.get('authorization'),
        onBehalfOf: headers.get(onBehalfHeader),
        address,
      };
      const identify = () => callers.identify(credentials);
      const found = asker ?? identify();
      const end = ({ body, ...init }: ResponseInit & { readonly body: string }) =>
        endResponse(new fetchAPI.Response(body, init));
      const decide = (caller: Found): void => {
        if (!isRefusal(caller)) {
          identified.set(request, { caller, identify });
          return;
        }
        end(refuseCaller(caller, headers.get('accept'), telemetry));
      };
      // What is thrown here, Yoga would send with its stack.
      const fail = (cause: unknown) => end(defectAnswer(cause, tellError));
      return typeof found === 'function' ? found().then(decide, fail) : decide(found);
    },
  };
}
