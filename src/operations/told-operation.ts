import { hash, randomUUID } from 'node:crypto';
import { isAnonymous } from '../callers/anonymous.ts';
import type { Caller } from '../callers/caller.ts';
import type { Operation, OperationEnd, ServedBy, Telemetry } from '../telemetry/telemetry.ts';
import type { Clock } from '../time/clock.ts';
import type { Answer } from './answer.ts';
import type { Incoming } from './incoming.ts';

export const requestIdHeader = 'x-request-id';

/** Printable, without what would need escaping anywhere, and no longer than a log line should hold. */
const requestIdPattern = /^[\w.:/+=@-]{1,128}$/;
const traceparentPattern =
  /^(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}(?![^-])/;
/** Of an operation's name, what a log line should hold. */
const maxName = 64;

/** An operation on its way: it is told of when it comes and when its answer is ready, whatever becomes of it. */
export interface ToldOperation {
  /** Its `requestId` is in the answer, in the header `x-request-id`. */
  readonly operation: Operation;
  /** What is found out of it until it ends. */
  name: string | null;
  /** The hash of its document, where that is to be told. */
  document: string | null;
  served: ServedBy | null;
  /** Its answer is ready. */
  ended(answer: Pick<Answer, 'data' | 'errors'>): void;
}

/** A request whose operation is told of. */
export interface Asking {
  readonly incoming: Incoming;
  readonly told: ToldOperation;
}

interface TellingParts {
  readonly telemetry: Pick<Required<Telemetry>, 'operationStarted' | 'operationEnded'>;
  readonly clock: Clock;
}

const nothing: ServedBy = { accounts: [], calls: 0, shared: 0, waitedMs: 0, ageMs: 0, serving: [] };

/** Tells that an operation has come: also one that cannot be parsed or is not valid. */
export function tellOperation(
  { header, caller, arrivedAt }: Pick<Incoming, 'header' | 'caller' | 'arrivedAt'>,
  { telemetry, clock }: TellingParts,
): ToldOperation {
  const operation: Operation = {
    requestId: readAs(requestIdPattern, header(requestIdHeader)) ?? randomUUID(),
    traceparent: readAs(traceparentPattern, header('traceparent')),
    startedAt: arrivedAt ?? clock.now(),
  };
  const own: ToldOperation = {
    operation,
    name: null,
    document: null,
    served: null,
    ended({ data, errors }) {
      const { name, document, served } = own;
      const end: OperationEnd = {
        ...whoAsks(caller),
        name: name?.slice(0, maxName) ?? null,
        tookMs: Math.round(clock.now() - operation.startedAt),
        ...(served ?? nothing),
        outcome: outcomeOf(data, errors.length),
        errors: countCodes(errors),
        ...(document !== null && { document }),
      };
      telemetry.operationEnded(operation, end);
    },
  };
  telemetry.operationStarted(operation);
  return own;
}

export const hashOf = (text: string): string => hash('sha256', text);

const readAs = (pattern: RegExp, sent: string | null): string | null =>
  sent !== null && pattern.test(sent) ? sent : null;

/** Nothing where it is known by its address only, which is not for a log. */
export function whoAsks(caller: Caller): Pick<OperationEnd, 'caller' | 'via'> {
  if (isAnonymous(caller)) return {};
  const { id, via } = caller;
  return { caller: id, ...(via !== undefined && { via }) };
}

/** Names of fields need no escaping, in whatever they are called. */
const allNull = /^(?:null|\{(?:"\w*":null,?)*\})$/;

function outcomeOf(data: string | undefined, errors: number): OperationEnd['outcome'] {
  if (errors === 0) return 'ok';
  return data === undefined || allNull.test(data) ? 'error' : 'partial';
}

function countCodes(errors: Answer['errors']): Readonly<Record<string, number>> {
  const codes: Record<string, number> = {};
  for (const { extensions } of errors) {
    codes[extensions.code] = (codes[extensions.code] ?? 0) + 1;
  }
  return codes;
}
