import { GraphQLError } from 'graphql';
import { type FetchAPI, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { mapStream } from '../live/map-stream.ts';
import { leavingBy } from '../loading/patience.ts';
import type { Answer } from '../operations/answer.ts';
import type { Incoming } from '../operations/incoming.ts';
import type { Operations } from '../operations/operations.ts';
import type { StreamResult } from '../operations/subscriptions.ts';
import { type Asking, requestIdHeader } from '../operations/told-operation.ts';
import type { Clock } from '../time/clock.ts';
import type { Arrival } from './admission.ts';
import { createSlices } from './in-slices.ts';
import { takesEvents } from './takes-events.ts';
import { senderOf } from './use-caller.ts';
import { writeEvents } from './write-events.ts';

/**
 * Has operations answered as everywhere: Yoga reads the request, and writes what it is given in the form that the
 * client takes.
 */
export function useOperations(operations: Operations, clock: Clock): Plugin<object, Arrival> {
  const onTheirWay = new WeakMap<Request, Asking>();
  const answered = new WeakSet<Request>();
  const streams = new WeakMap<Request, AsyncIterableIterator<StreamResult>>();
  const inSlices = createSlices();

  function eventsBy({ Response }: FetchAPI, stream: AsyncIterableIterator<StreamResult>): Response {
    const events: unknown = writeEvents(stream, { clock, inSlices });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Yoga takes a stream of Node, and gives it to a socket as it is
    return new Response(events as BodyInit, { headers: eventHeaders });
  }

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
        if (!isAsyncIterable(answer)) return resultOf(answer);
        streams.set(request, answer);
        return mapStream(answer, ({ body }) => ({ data: {}, stringify: () => body }));
      });
    },
    onResultProcess({ request, result, setResult, setResultProcessor }) {
      // Yoga would go by the order of what the client takes, has a form of several parts, too, and makes its own text for each.
      if (isAsyncIterable(result)) {
        const stream = streams.get(request);
        if (stream)
          setResultProcessor((_, api) => eventsBy(api, stream), eventHeaders['content-type']);
        return;
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

const eventHeaders = {
  'content-type': 'text/event-stream',
  connection: 'keep-alive',
  'content-encoding': 'none',
};

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
