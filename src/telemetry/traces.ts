import {
  type Context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { Clock } from '../time/clock.ts';
import type { Call, CallEnd, Operation, OperationEnd, Telemetry } from './telemetry.ts';
import { waitsOf } from './waits.ts';
import { createWallTimes } from './wall-times.ts';

/** A shorter wait gets no span of its own. */
const leastWaitMs = 1;

/** A call that somebody traces: its span, and the operation that it is a part of. */
interface TracedCall {
  readonly span: Span;
  readonly parent: Operation;
}

/**
 * Traces what happens: a span for each query, below it one for each wait until a call was sent, and one for each call. A
 * call that several queries share is one span: a part of the first of them that waited for it. The others, or their waits,
 * have a link to it.
 *
 * Spans are begun when it is known what becomes of them, by the times that are told then, so that what is not sampled
 * costs next to nothing. None of them holds a document, a variable, an amount, a secret or an address.
 */
export function createTraces(tracer: Tracer, clock: Clock): Telemetry {
  const timeOf = createWallTimes(clock);
  const queries = new WeakMap<Operation, Span>();
  /** Null for a call that has ended and that nobody traced. */
  const tracedCalls = new WeakMap<Call, TracedCall | null>();

  function queryOf(operation: Operation): Span {
    const known = queries.get(operation);
    if (known) return known;
    const { startedAt, traceparent } = operation;
    const span = tracer.startSpan(
      'query',
      { kind: SpanKind.SERVER, startTime: timeOf(startedAt) },
      parentOf(traceparent),
    );
    queries.set(operation, span);
    return span;
  }

  function begin({ accountId, endpoint, sentAt }: Call, parent: Operation): TracedCall {
    const span = tracer.startSpan(
      `GET ${endpoint}`,
      {
        kind: SpanKind.CLIENT,
        startTime: timeOf(sentAt),
        attributes: {
          'http.request.method': 'GET',
          'peer.service': 'exchange',
          'okx.account': accountId,
          'okx.endpoint': endpoint,
        },
      },
      within(queryOf(parent)),
    );
    return { span, parent };
  }

  function beginFor(waiting: Iterable<Operation>, call: Call): TracedCall | null {
    for (const one of waiting) if (queryOf(one).isRecording()) return begin(call, one);
    return null;
  }

  /** The call that served an operation, also one that goes on without it. */
  function servingOf(call: Call, operation: Operation): TracedCall | null {
    const known = tracedCalls.get(call);
    const traced = known === undefined ? begin(call, operation) : known;
    tracedCalls.set(call, traced);
    return traced;
  }

  /** Links to the calls that served an operation, but for its own parts. */
  function linksTo(served: readonly Call[], operation: Operation): Link[] {
    return served.flatMap((call) => {
      const traced = servingOf(call, operation);
      return traced && traced.parent !== operation ? [linkTo(traced.span)] : [];
    });
  }

  return {
    callEnded(call, end) {
      const traced = tracedCalls.get(call) ?? beginFor(end.operations(), call);
      tracedCalls.set(call, traced);
      if (!traced) return;
      const { span } = traced;
      describeCall(span, end);
      span.end(timeOf(call.sentAt + end.tookMs));
    },

    operationEnded(operation, end) {
      const span = queryOf(operation);
      if (!span.isRecording()) return;
      const waits = waitsOf(end.serving, leastWaitMs);
      const waitedFor = new Set(waits.flatMap(({ calls }) => calls));
      const others = end.serving.filter(({ call }) => !waitedFor.has(call));
      span.addLinks(
        linksTo(
          others.map(({ call }) => call),
          operation,
        ),
      );
      for (const { from, to, calls, last } of waits) {
        const attributes = { 'okx.account': last.accountId, 'okx.endpoint': last.endpoint };
        const links = linksTo(calls, operation);
        const options = { startTime: timeOf(from), attributes, links };
        tracer.startSpan('wait', options, within(span)).end(timeOf(to));
      }
      describeQuery(span, operation, end);
      span.end(timeOf(clock.now()));
    },
  };
}

function describeQuery(span: Span, { requestId }: Operation, end: OperationEnd): void {
  span.setAttributes({
    'graphql.operation.type': 'query',
    ...(end.name !== null && { 'graphql.operation.name': end.name }),
    'okx.request_id': requestId,
    'okx.accounts': [...end.accounts],
    'okx.calls': end.calls,
    'okx.shared': end.shared,
    'okx.age_ms': end.ageMs,
  });
  const [code, ...others] = Object.keys(end.errors);
  if (code === undefined) return;
  span.setAttribute('error.type', code);
  span.setStatus({ code: SpanStatusCode.ERROR, message: [code, ...others].join(', ') });
}

function describeCall(span: Span, { keys, failed }: CallEnd): void {
  if (keys) span.setAttribute('okx.keys', keys.length);
  if (!failed) return;
  const { error, cause } = failed;
  const { code, exchangeCode } = error.extensions;
  span.setAttributes({
    'error.type': code,
    ...(cause?.status !== undefined && { 'http.response.status_code': cause.status }),
    ...(exchangeCode !== undefined && { 'okx.exchange_code': exchangeCode }),
  });
  span.setStatus({ code: SpanStatusCode.ERROR, message: cause?.reason ?? error.message });
}

const within = (span: Span): Context => trace.setSpan(ROOT_CONTEXT, span);

const linkTo = (span: Span): Link => ({ context: span.spanContext() });

/** The trace that a client began; without one a query begins its own. */
function parentOf(traceparent: string | null): Context {
  const [, traceId, spanId, flags] = traceparent?.split('-') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
