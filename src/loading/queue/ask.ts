import type { Charge } from '../../budget/turns.ts';
import type { ErrorCode } from '../../errors/catalogue.ts';
import type { GatewayError } from '../../errors/gateway-error.ts';
import type { Row } from '../../exchange/decode.ts';
import type { Failed } from '../../exchange/outcome.ts';
import type { Operation } from '../../telemetry/telemetry.ts';
import type { TurnTaker } from '../patience.ts';
import type { Lane } from './lane.ts';

/** The key of a call that names none: everything that the account holds. */
export const WHOLE = Symbol('whole');
export type Key = string | typeof WHOLE;

/** The rows that answer a key, none when the exchange sent none, or why there is no answer. */
export type Answer = readonly Row[] | GatewayError;

/** One key on its way: waiting to be sent, under way, or answered. All who want it share one. It is written here and in `waiters.ts` only. */
export interface Ask {
  readonly id: string;
  readonly lane: Lane;
  readonly key: Key;
  /** Of asks that wait, the one with the earliest start tag is sent first. On the clock's monotonic scale. */
  readonly startTag: number;
  /** Whether it is in the first call of some request, whose turn is at once. */
  readonly isFirst: boolean;
  /** Whether all who wait for it let the keys of others go first. */
  readonly yields: boolean;
  /** An answer will do for everybody who waits if its call was sent after this. */
  readonly freshAfter: number;
  /** Asks of the same group may share a call: those of a lane, or those that a search asks for together. */
  readonly group: string | symbol;
  /** When its latest call was sent; null while it waits. */
  readonly sentAt: number | null;
  readonly answer: Answer | null;
  /** Attempts that failed by a fault that may pass. */
  readonly failures: number;
  /** Whether it was sent again because the clock or the credentials had been wrong. */
  readonly repeated: boolean;
  /** The fault, which may pass, that its latest attempt met. */
  readonly lastError: GatewayError | null;
  readonly waiters: Set<Waiter>;
  /** The takers of those who wait, by their ids, and how many wait for each. */
  readonly takers: Map<string, { readonly weight: number; waiters: number }>;
  /** Requests that have waited for it so far. */
  readonly joins: number;
  /** The latest calls that were made for it, in order. */
  readonly attempts: readonly { readonly number: number; readonly call: CallRecord }[];
}

/** One who waits for an ask. */
export interface Waiter {
  readonly ask: Ask;
  readonly taker: TurnTaker;
  readonly operation: Operation | null;
  /** On the clock's monotonic scale. */
  readonly askedAt: number;
  /** When it is too late for the ask to be sent. */
  readonly lateAt: number;
  /** An answer will do for this one if its call was sent after this. */
  readonly freshAfter: number;
  /** Never rejects. */
  readonly answer: Promise<Answer>;
  readonly resolve: (answer: Answer) => void;
}

/**
 * One call of the exchange, kept with the asks that it is made for. It does not hold these: over calls that they had in
 * common, a long outage would keep all asks of it.
 */
export interface CallRecord {
  readonly accountId: string;
  readonly endpoint: string;
  /** The ids of the asks that it is made for. */
  readonly ids: readonly string[];
  readonly isWhole: boolean;
  /** For whom it is made. */
  readonly charges: readonly Charge[];
  /** On the clock's monotonic scale. */
  readonly sentAt: number;
  /** Milliseconds until its answer or its failure; null while it is under way. */
  tookMs: number | null;
  /** `ANSWERED`, or the code of the error that it met; null while it is under way. */
  outcome: 'ANSWERED' | ErrorCode | null;
}

/** So that one that is turned away for long does not grow: `x-explain` tells the latest. */
const maxAttemptsKept = 10;

/** An ask as those see it who write it: this file, and `waiters.ts`. */
export type OwnAsk = { -readonly [Name in keyof Ask]: Ask[Name] };

/** A call without keys takes no others along. */
const groupOf = (lane: Lane, key: Key) => (key === WHOLE ? WHOLE : lane.id);

/** What one request wants: its turn is at `startTag`, and answers that were sent after `freshAfter` will do. */
export function createAsk(
  lane: Lane,
  key: Key,
  {
    startTag,
    isFirst,
    yields,
    freshAfter,
  }: Pick<Ask, 'startTag' | 'isFirst' | 'yields' | 'freshAfter'>,
): Ask {
  return {
    id: key === WHOLE ? lane.id : lane.id + key,
    lane,
    key,
    startTag,
    isFirst,
    yields,
    freshAfter,
    group: groupOf(lane, key),
    sentAt: null,
    answer: null,
    failures: 0,
    repeated: false,
    lastError: null,
    waiters: new Set(),
    takers: new Map(),
    joins: 0,
    attempts: [],
  };
}

/** A call that is made for these, now. */
export const recordCall = (
  asks: readonly Ask[],
  made: Pick<CallRecord, 'accountId' | 'endpoint' | 'charges' | 'sentAt'>,
): CallRecord => ({
  ...made,
  ids: asks.map(({ id }) => id),
  isWhole: asks.some(({ key }) => key === WHOLE),
  tookMs: null,
  outcome: null,
});

/** Notes that a call is made for an ask. */
export function markSent(ask: OwnAsk, call: CallRecord): void {
  const number = (ask.attempts.at(-1)?.number ?? 0) + 1;
  ask.attempts = [...ask.attempts.slice(1 - maxAttemptsKept), { number, call }];
  ask.sentAt = call.sentAt;
  ask.group = groupOf(ask.lane, ask.key);
}

/** Notes that asks wait again, in their places or with a start tag in a call of their own. */
export function markWaiting(asks: readonly OwnAsk[], aloneAt?: number): void {
  const group = Symbol('alone');
  for (const ask of asks) {
    ask.sentAt = null;
    if (aloneAt === undefined) continue;
    ask.group = group;
    ask.startTag = aloneAt;
  }
}

/** Whether it waits for a call of its own, as those do that search for a bad key. */
export const isAlone = ({ group, lane, key }: Ask): boolean => group !== groupOf(lane, key);

/** Has an ask share the calls of its lane again. */
export function rejoinLane(ask: OwnAsk): void {
  ask.group = groupOf(ask.lane, ask.key);
}

/** Notes a fault after which an ask may be sent again. */
export function noteFault(ask: OwnAsk, { error, remedy }: Failed): void {
  if (remedy === 'once-more') ask.repeated = true;
  else ask.lastError = error;
  if (remedy === 'retry') ask.failures += 1;
}

/** Answers all who wait, by the calls of the ask itself or of another one. */
export function answerAsk(ask: OwnAsk, answer: Answer, by: Ask = ask): void {
  ask.answer = answer;
  ask.attempts = by.attempts;
  for (const { resolve } of ask.waiters) resolve(answer);
  ask.waiters.clear();
  ask.takers.clear();
}

/** Whether an ask was sent late enough for one who wants no answer that was read before. */
export const isFresh = ({ sentAt }: Ask, freshAfter: number): boolean =>
  sentAt !== null && sentAt > freshAfter;

/** An error of a call as an error of one of its keys. */
export function errorFor({ key }: Ask, error: GatewayError): GatewayError {
  return key === WHOLE ? error : error.with({ keys: [key] });
}

/** What an ask takes of the calls of its lane, in keys: one that goes alone a whole call, what needs no further call nothing. */
export function roomOf({ answer, sentAt, group, lane }: Ask): number {
  if (answer || sentAt !== null) return 0;
  return group === lane.id ? 1 : lane.max;
}
