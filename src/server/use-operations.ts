import { GraphQLError } from 'graphql';
import { getSSEProcessor, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { mapStream } from '../live/map-stream.ts';
import { leavingBy } from '../loading/patience.ts';
import type { Answer } from '../operations/answer.ts';
import type { Incoming } from '../operations/incoming.ts';
import type { Operations } from '../operations/operations.ts';
import { type Asking, requestIdHeader } from '../operations/told-operation.ts';
import type { Arrival } from './admission.ts';
import { takesEvents } from './takes-events.ts';
import { senderOf } from './use-caller.ts';

/**
 * Has operations answered as everywhere: Yoga reads the request, and writes what it is given in the form that the
 * client takes.
 */
export function useOperations(operations: Operations): Plugin<object, Arrival> {
  const onTheirWay = new WeakMap<Request, Asking>();
  const answered = new WeakSet<Request>();
  const streams = new WeakSet<Request>();
  const writeEvents = getSSEProcessor();

  return {
    onRequestParse({ request, serverContext }) {
      const incoming = incomingOf(request, serverContext);
      onTheirWay.set(request, { incoming, told: operations.begin(incoming) });
    },
    onParams({ request, params, setParams, setParamsHandler }) {
      const asking = onTheirWay.get(request);
      if (!asking) return;
      // Whatever else is wrong with them, Yoga says.
      const isNamed = (params.query ?? '') === '';
      if (isNamed) setParams({ ...params, query: operations.textOf(params, asking.incoming) });
      setParamsHandler(async (checked) => {
        const answer = takesEvents(request.headers.get('accept'))
          ? await operations.subscribe(checked.params, asking, senderOf(request).identify)
          : await operations.answer(checked.params, asking);
        answered.add(request);
        return isAsyncIterable(answer) ? mapStream(answer, resultOf) : resultOf(answer);
      });
    },
    onResultProcess({ request, result, setResult, setResultProcessor }) {
      // Yoga would go by the order of what the client takes, and has a form of several parts, too.
      if (isAsyncIterable(result)) {
        streams.add(request);
        return setResultProcessor(writeEvents, 'text/event-stream');
      }
      if (answered.has(request) || Array.isArray(result)) return;
      // Yoga has refused it.
      setResult(resultOf(operations.refuse(result.errors ?? [], onTheirWay.get(request))));
    },
    onResponse({ request, response }) {
      const own = onTheirWay.get(request);
      if (own) response.headers.set(requestIdHeader, own.told.operation.requestId);
      // Proxies such as nginx would else gather what is sent, and pass it on when there is enough of it.
      if (streams.has(request)) response.headers.set('x-accel-buffering', 'no');
    },
  };
}

function incomingOf(request: Request, { arrivedAt }: Arrival): Incoming {
  const { method, headers, signal } = request;
  return {
    method,
    caller: senderOf(request).caller,
    header: (name) => headers.get(name),
    arrivedAt,
    leaving: leavingBy(signal),
  };
}

/** As Yoga takes it: with all that it needs for a status, and the text that it writes. */
function resultOf(answer: Answer) {
  const { data, http, headers, body } = answer;
  return {
    ...(data !== undefined && { data: {} }),
    ...(http && { errors: [new GraphQLError('', { extensions: { http } })] }),
    extensions: { http: { headers } },
    stringify: () => body,
  };
}
