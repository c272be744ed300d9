import type { ErrorCode } from '../../errors/catalogue.ts';
import type { GatewayError } from '../../errors/gateway-error.ts';
import type { Row } from '../../exchange/decode.ts';
import { type Lane, laneId } from './lane.ts';

/** The key of a call that names none: everything that the account holds. */
export const WHOLE = Symbol('whole');
export type Key = string | typeof WHOLE;

/** The rows that answer a key, none when the exchange sent none, or why there is no answer. */
export type Answer = readonly Row[] | GatewayError;

/** One key on its way: waiting to be sent, under way, or answered. All who want it share one. Written in `transitions.ts` only. */
export interface Ask extends Place {
  readonly id: string;
  readonly lane: Lane;
  readonly laneId: string;
  readonly key: Key;
  /** Asks of the same label may share a call: those of a lane do, and what is searched goes in calls of its own. */
  readonly label: string | symbol;
  /** When its latest call was sent; null while it waits. */
  readonly sentAt: number | null;
  readonly answer: Answer | null;
  /** Attempts that failed by a fault that may pass. */
  readonly failures: number;
  /** Whether it was sent again because the clock or the credentials had been wrong. */
  readonly repeated: boolean;
  /** The fault, which may pass, that its latest attempt met. */
  readonly lastError: GatewayError | null;
  /** A whole answer has lacked it, so that it is asked for by name even if another one is on its way. */
  readonly byName: boolean;
  readonly waiters: Set<Waiter>;
  /** Requests that have waited for it so far. */
  readonly joins: number;
  /** The latest calls that were made for it, in order. */
  readonly attempts: readonly { readonly number: number; readonly call: CallRecord }[];
}

/** Where an ask stands in the queue. */
export interface Place {
  /** Of asks that wait, the one with the earliest start tag is sent first. On the clock's monotonic scale. */
  readonly startTag: number;
  /** Whether it is in the first call of some request, whose turn is at once. */
  readonly isFirst: boolean;
  /** An answer will do for everybody who waits if its call was sent after this. */
  readonly freshAfter: number;
}

/** One who waits for an ask. */
export interface Waiter {
  readonly ask: Ask;
  /** On the clock's monotonic scale. */
  readonly askedAt: number;
  /** An answer will do for this one if its call was sent after this. */
  readonly freshAfter: number;
  /** Never rejects. */
  readonly answer: Promise<Answer>;
  readonly resolve: (answer: Answer) => void;
}

/** One call of the exchange, kept with the asks that it is made for. */
export interface CallRecord {
  readonly accountId: string;
  readonly endpoint: string;
  readonly asks: readonly Ask[];
  /** On the clock's monotonic scale. */
  readonly sentAt: number;
  /** Milliseconds until its answer or its failure; null while it is under way. */
  tookMs: number | null;
  /** `ANSWERED`, or the code of the error that it met; null while it is under way. */
  outcome: 'ANSWERED' | ErrorCode | null;
}

/** The id of the ask for a key of a lane. */
export const askId = (idOfLane: string, key: Key): string =>
  key === WHOLE ? idOfLane : idOfLane + key;

/** A call without keys takes no others along. */
export const sharedLabel = (idOfLane: string, key: Key) => (key === WHOLE ? WHOLE : idOfLane);

/** @param alone whether it shares no call with others */
export function createAsk(lane: Lane, key: Key, place: Place, alone: boolean): Ask {
  const id = laneId(lane);
  return {
    ...place,
    id: askId(id, key),
    lane,
    laneId: id,
    key,
    label: alone ? Symbol('alone') : sharedLabel(id, key),
    sentAt: null,
    answer: null,
    failures: 0,
    repeated: false,
    lastError: null,
    byName: false,
    waiters: new Set(),
    joins: 0,
    attempts: [],
  };
}

/** Whether an ask was sent late enough for one who wants no answer that was read before. */
export const isFresh = ({ sentAt }: Ask, freshAfter: number): boolean =>
  sentAt !== null && sentAt > freshAfter;

/** An error of a call as an error of one of its keys. */
export function errorFor({ key }: Ask, error: GatewayError): GatewayError {
  return key === WHOLE ? error : error.with({ keys: [key] });
}
