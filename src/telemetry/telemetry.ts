import type { ErrorCode } from '../errors/catalogue.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { Failed } from '../exchange/outcome.ts';

/** What happens in the gateway, for those who log, count or trace it. None of them may throw; `tellAll` keeps one that does from harm. */
export interface Telemetry {
  /** An operation has come; nothing of it has been looked at. */
  operationStarted?(operation: Operation): void;
  operationEnded?(operation: Operation, end: OperationEnd): void;
  /** A subscription is open. */
  subscriptionStarted?(operation: Operation): void;
  /** It was sent a result. */
  subscriptionAnswered?(operation: Operation): void;
  subscriptionEnded?(operation: Operation, end: SubscriptionEnd): void;
  /** A call of the exchange was answered, or failed. Those who wait for it are still there. */
  callEnded?(call: Call, end: CallEnd): void;
  /**
   * Something of an answer cannot be read, which turns out when it comes or when somebody reads it; told once for each
   * field of an answer, after the end of its call.
   */
  answerMalformed?(call: Call, what: string): void;
  /**
   * The calls of an account are stopped, and why.
   * @param cause of the latest that failed, such as `ECONNREFUSED` or `50001`
   */
  callsStopped?(accountId: string, error: GatewayError, cause?: string): void;
  callsResumed?(accountId: string, stoppedForMs: number): void;
  /** Calls of a host are signed with another time than this machine's from now on: so many milliseconds later or, negative, earlier. */
  clockCorrected?(host: string, offMs: number): void;
  /** Requests are turned away before anybody knows what they ask for. */
  requestRefused?(why: Refused): void;
}

/** One operation of a client: the object is its identity. */
export interface Operation {
  /** The client's own, from `x-request-id`, or one made for it. */
  readonly requestId: string;
  /** Of W3C Trace Context, as the client sent it; null when it sent none that can be read. */
  readonly traceparent: string | null;
  /** On the clock's monotonic scale. */
  readonly startedAt: number;
}

export interface OperationEnd extends ServedBy {
  /** Null when it has none, or could not be read. */
  readonly name: string | null;
  readonly tookMs: number;
  /** Who asked, by name; none where it is known by its address only. */
  readonly caller?: string;
  /** The router that asked on the caller's behalf. */
  readonly via?: string;
  /** `ok` without errors, `partial` with data beside them, `error` with nothing else. */
  readonly outcome: 'ok' | 'partial' | 'error';
  /** How many errors of which code. */
  readonly errors: Readonly<Record<string, number>>;
  /** The hash of a document that is in no manifest, where such are told of. */
  readonly document?: string;
}

export interface SubscriptionEnd extends Pick<OperationEnd, 'name' | 'caller' | 'via'> {
  /** Since its request came. */
  readonly tookMs: number;
  /** Results that it was sent. */
  readonly results: number;
  /** Who has ended it: its client, whoever runs the gateway, what became of its caller's rights, or a result that was the last. */
  readonly by: 'client' | 'gateway' | 'rights' | 'result';
}

/** What it took to serve an operation. */
export interface ServedBy {
  /** Accounts that it read. */
  readonly accounts: readonly string[];
  /** Calls of the exchange that served it. */
  readonly calls: number;
  /** Those of them that served others, too. */
  readonly shared: number;
  /** The longest that one of its keys waited until it was sent. */
  readonly waitedMs: number;
  /** Age that the oldest answer had when it was asked for; 0 if all were asked for later. */
  readonly ageMs: number;
  /** Which calls these were, and when it asked for what they answered. */
  readonly serving: readonly { readonly call: Call; readonly askedAt: number }[];
}

/** One call of the exchange: the object is its identity. */
export interface Call {
  readonly accountId: string;
  /** The endpoint's name. */
  readonly endpoint: string;
  /** On the clock's monotonic scale. */
  readonly sentAt: number;
}

export interface CallEnd {
  /** Null for a call that names none. */
  readonly keys: readonly string[] | null;
  readonly tookMs: number;
  readonly outcome: 'ANSWERED' | ErrorCode;
  /** Why there is no answer; null when there is one. */
  readonly failed: Failed | null;
  /** Those who waited for it. One can do so for several of its keys. */
  operations(): Iterable<Operation>;
}

export interface Refused {
  readonly what: 'overload' | 'connection' | 'caller' | 'host';
  /** In words of the gateway's own. */
  readonly reason: string;
}

/**
 * Tells all of them. One that throws all the same holds up neither the others nor what they are told of.
 *
 * @param onDefect given what a listener threw, and of which event it was told then
 */
export function tellAll(
  listeners: readonly Telemetry[],
  onDefect: (event: keyof Telemetry, error: unknown) => void,
): Required<Telemetry> {
  function tell(event: keyof Telemetry, one: (listener: Telemetry) => void): void {
    for (const listener of listeners) {
      try {
        one(listener);
      } catch (error) {
        onDefect(event, error);
      }
    }
  }

  return {
    operationStarted(operation) {
      tell('operationStarted', (one) => one.operationStarted?.(operation));
    },
    operationEnded(operation, end) {
      tell('operationEnded', (one) => one.operationEnded?.(operation, end));
    },
    subscriptionStarted(operation) {
      tell('subscriptionStarted', (one) => one.subscriptionStarted?.(operation));
    },
    subscriptionAnswered(operation) {
      tell('subscriptionAnswered', (one) => one.subscriptionAnswered?.(operation));
    },
    subscriptionEnded(operation, end) {
      tell('subscriptionEnded', (one) => one.subscriptionEnded?.(operation, end));
    },
    callEnded(call, end) {
      tell('callEnded', (one) => one.callEnded?.(call, end));
    },
    answerMalformed(call, what) {
      tell('answerMalformed', (one) => one.answerMalformed?.(call, what));
    },
    callsStopped(accountId, error, cause) {
      tell('callsStopped', (one) => one.callsStopped?.(accountId, error, cause));
    },
    callsResumed(accountId, stoppedForMs) {
      tell('callsResumed', (one) => one.callsResumed?.(accountId, stoppedForMs));
    },
    clockCorrected(host, offMs) {
      tell('clockCorrected', (one) => one.clockCorrected?.(host, offMs));
    },
    requestRefused(why) {
      tell('requestRefused', (one) => one.requestRefused?.(why));
    },
  };
}
