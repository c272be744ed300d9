import type { ErrorCode } from '../errors/catalogue.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { Row } from '../exchange/decode.ts';

/** The key of a call that names none: everything that the account holds. */
export const WHOLE = Symbol('whole');
export type Key = string | typeof WHOLE;

/** The rows that answer a key, none when the exchange sent none, or why there is no answer. */
export type Answer = readonly Row[] | GatewayError;

/** One key on its way: waiting to be sent, under way, or answered. All who want it share one. */
export interface Ask {
  readonly key: Key;
  /** When its turn is; of those that wait, the earliest is sent first. */
  turn: number;
  /** Whether it had its turn at once, being in the first call of some request. */
  isFirst: boolean;
  /** An answer will do for everybody who waits if its call was sent after this. */
  freshAfter: number;
  /** When its latest call was sent; null while it has never been. */
  sentAt: number | null;
  answer: Answer | null;
  /** Attempts that failed by a fault that may pass. */
  failures: number;
  /** Whether it was sent again because the clock or the credentials had been wrong. */
  repeated: boolean;
  /** The fault, which may pass, that its latest attempt met. */
  lastError: GatewayError | null;
  /** A whole answer has lacked it, so that it is asked for by name even if another one is on its way. */
  byName: boolean;
  /** Asks of a refused call that are to be sent as a call of their own share a group. */
  group: symbol | null;
  readonly waiters: Set<Waiter>;
  /** Requests that have waited for it so far. */
  joins: number;
  /** The latest calls that were made for it, in order, each with how many it was. */
  calls: readonly { readonly attempt: number; readonly record: CallRecord }[];
}

/** One who waits for an ask. */
export interface Waiter {
  ask: Ask;
  readonly resolve: (answer: Answer) => void;
  /** An answer will do for this one if its call was sent after this. */
  readonly freshAfter: number;
}

/** One call of the exchange, kept with the asks that it was made for. */
export interface CallRecord {
  readonly endpoint: string;
  readonly asks: readonly Ask[];
  /** On the clock's monotonic scale. */
  readonly sentAt: number;
  /** Milliseconds until its answer or its failure; null while it is under way. */
  tookMs: number | null;
  /** `ANSWERED`, or the code of the error that it met; null while it is under way. */
  outcome: 'ANSWERED' | ErrorCode | null;
}

export function createAsk(key: Key, turn: number, isFirst: boolean, freshAfter: number): Ask {
  return {
    key,
    turn,
    isFirst,
    freshAfter,
    sentAt: null,
    answer: null,
    failures: 0,
    repeated: false,
    lastError: null,
    byName: false,
    group: null,
    waiters: new Set(),
    joins: 0,
    calls: [],
  };
}

/** Waits for the answer of an ask. */
export function waitOn(
  ask: Ask,
  freshAfter: number,
): { readonly waiter: Waiter; readonly answer: Promise<Answer> } {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const waiter: Waiter = { ask, resolve, freshAfter };
  ask.joins += 1;
  if (ask.answer) resolve(ask.answer);
  else ask.waiters.add(waiter);
  return { waiter, answer: promise };
}

/** Takes over the waiters of another ask for the same key. */
export function absorb(ask: Ask, other: Ask): void {
  ask.freshAfter = Math.max(ask.freshAfter, other.freshAfter);
  ask.turn = Math.min(ask.turn, other.turn);
  ask.isFirst ||= other.isFirst;
  for (const waiter of other.waiters) {
    waiter.ask = ask;
    ask.waiters.add(waiter);
  }
  other.waiters.clear();
  ask.joins += other.joins;
}

/** Moves some of those who wait to an ask of their own. */
export function splitOff(ask: Ask, which: (waiter: Waiter) => boolean): Ask {
  const part = createAsk(ask.key, ask.turn, ask.isFirst, ask.freshAfter);
  for (const waiter of ask.waiters) {
    if (!which(waiter)) continue;
    ask.waiters.delete(waiter);
    waiter.ask = part;
    part.waiters.add(waiter);
    part.joins += 1;
  }
  return part;
}

/** Answers all who wait. */
export function answerAsk(ask: Ask, answer: Answer): void {
  ask.answer = answer;
  for (const { resolve } of ask.waiters) resolve(answer);
  ask.waiters.clear();
}

/** An error of a call as an error of one of its keys. */
export function errorFor({ key }: Ask, error: GatewayError): GatewayError {
  return key === WHOLE ? error : error.with({ keys: [key] });
}
