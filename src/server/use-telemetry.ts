import { hash, randomUUID } from 'node:crypto';
import {
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  type GraphQLError,
} from 'graphql';
import { isAsyncIterable, type Plugin, type YogaInitialContext } from 'graphql-yoga';
import { isAnonymous } from '../callers/anonymous.ts';
import type { Operation, OperationEnd, ServedBy, Telemetry } from '../telemetry/telemetry.ts';
import type { Clock } from '../time/clock.ts';
import type { Arrival } from './admission.ts';
import { codeOf } from './mask-error.ts';
import { callerOf } from './use-caller.ts';

const requestIdHeader = 'x-request-id';

/** Printable, without what would need escaping anywhere, and no longer than a log line should hold. */
const requestIdPattern = /^[\w.:/+=@-]{1,128}$/;
const traceparentPattern =
  /^(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}(?![^-])/;
/** Of an operation's name, what a log line should hold. */
const maxName = 64;

interface TelemetryOptions {
  readonly telemetry: Required<Telemetry>;
  readonly clock: Clock;
  /** Whether a document is to be told by its hash, as one that is in no manifest. */
  readonly isOther: (text: string) => boolean;
}

/** What is known of an operation on its way. */
interface OnItsWay {
  readonly operation: Operation;
  name: string | null;
  document: string | null;
  served: ServedBy | null;
}

const onTheirWay = new WeakMap<Request, OnItsWay>();

/** The operation that a request asks for. */
export function operationOf(request: Request): Operation | undefined {
  return onTheirWay.get(request)?.operation;
}

/** Notes what it took to serve the operation of a request. */
export function noteServed(request: Request, served: ServedBy): void {
  const own = onTheirWay.get(request);
  if (own) own.served = served;
}

const nothing: ServedBy = { accounts: [], calls: 0, shared: 0, waitedMs: 0, ageMs: 0, serving: [] };

/**
 * Tells of each operation when it comes and when its answer is ready, whatever becomes of it: also of what cannot be
 * parsed or is not valid. Its answer says by which id it is told of.
 */
export function useTelemetry({
  telemetry,
  clock,
  isOther,
}: TelemetryOptions): Plugin<YogaInitialContext, Arrival> {
  return {
    onRequestParse({ request, serverContext }) {
      const { headers } = request;
      const operation = {
        requestId: readRequestId(headers) ?? randomUUID(),
        traceparent: readTraceparent(headers),
        startedAt: serverContext.arrivedAt ?? clock.now(),
      };
      onTheirWay.set(request, { operation, name: null, document: null, served: null });
      telemetry.operationStarted(operation);
    },
    onExecute({ args }) {
      const own = onTheirWay.get(args.contextValue.request);
      if (!own) return;
      const text = args.contextValue.params.query ?? '';
      own.name = nameOf(args);
      if (isOther(text)) own.document = hash('sha256', text);
    },
    onResultProcess({ request, result }) {
      const own = onTheirWay.get(request);
      if (!own || Array.isArray(result) || isAsyncIterable(result)) return;
      const { operation, name, document, served } = own;
      const end: OperationEnd = {
        ...whoAsks(request),
        name,
        tookMs: Math.round(clock.now() - operation.startedAt),
        ...(served ?? nothing),
        outcome: outcomeOf(result),
        errors: countCodes(result.errors ?? []),
        ...(document !== null && { document }),
      };
      telemetry.operationEnded(operation, end);
    },
    onResponse({ request, response }) {
      const own = onTheirWay.get(request);
      if (own) response.headers.set(requestIdHeader, own.operation.requestId);
    },
  };
}

function nameOf({ document, operationName }: ExecutionArgs): string | null {
  return getOperationAST(document, operationName)?.name?.value.slice(0, maxName) ?? null;
}

function readRequestId(headers: Headers): string | null {
  const sent = headers.get(requestIdHeader);
  return sent !== null && requestIdPattern.test(sent) ? sent : null;
}

function readTraceparent(headers: Headers): string | null {
  const sent = headers.get('traceparent');
  return sent !== null && traceparentPattern.test(sent) ? sent : null;
}

/** Nothing where it is known by its address only, which is not for a log. */
function whoAsks(request: Request): Pick<OperationEnd, 'caller' | 'via'> {
  const caller = callerOf(request);
  if (isAnonymous(caller)) return {};
  const { id, via } = caller;
  return { caller: id, ...(via !== undefined && { via }) };
}

function outcomeOf({ data, errors = [] }: ExecutionResult): OperationEnd['outcome'] {
  if (errors.length === 0) return 'ok';
  return Object.values(data ?? {}).every((value) => value === null) ? 'error' : 'partial';
}

function countCodes(errors: readonly GraphQLError[]): Readonly<Record<string, number>> {
  const codes: Record<string, number> = {};
  for (const error of errors) {
    const code = codeOf(error);
    codes[code] = (codes[code] ?? 0) + 1;
  }
  return codes;
}
