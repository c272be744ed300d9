import type { Endpoint } from '../../endpoints/declare.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Row } from '../../exchange/decode.ts';
import type { Clock } from '../../time/clock.ts';
import {
  type Answer,
  type Ask,
  askId,
  type CallRecord,
  createAsk,
  errorFor,
  isFresh,
  type Key,
  type Place,
  WHOLE,
} from './ask.ts';
import { createKnownKeys } from './known-keys.ts';
import { type Lane, laneId } from './lane.ts';
import { callsFor, type Formation, nextAsk, nextCall, timetable } from './next-call.ts';
import { createRowIndex } from './row-index.ts';
import { absorb, advance, answerAsk, markSent, markWaiting, setApart } from './transitions.ts';
import { createWholeAnswers } from './whole-answers.ts';

/** The asks for one endpoint of an account: those that wait to be sent, those under way, those with a fresh answer. */
export interface Queue {
  /** The ask that serves a key with an answer sent after `place.freshAfter`: a present one or a new one. */
  join(lane: Lane, key: Key, place: Place): Ask;
  /** Whether there is something to send. */
  hasNext(): boolean;
  /** The next call, whose asks are under way from now on; undefined when there is nothing to send. */
  take(): CallRecord | undefined;
  /** Answers asks with the rows of their call, by key and never by position. */
  answer(asks: readonly Ask[], rows: readonly Row[]): void;
  /** Answers asks with an error that is remembered for a while: the exchange refuses their keys. */
  refuse(asks: readonly Ask[], error: GatewayError, lastsMs?: number): void;
  /** Answers asks with an error that those who ask later do not get. */
  fail(asks: readonly Ask[], error: GatewayError): void;
  /** Puts asks back in their places or, as a call of their own, at a given start tag. */
  requeue(asks: readonly Ask[], aloneAt?: number): void;
  /** Takes an ask that nobody waits for any more out of the queue. */
  abandon(ask: Ask): void;
  /** Whether the exchange has answered this key before, so that a refusal is hardly for its sake. */
  isProven(ask: Ask): boolean;
  /** Keys that wait to be sent. */
  waiting(): number;
  /** Calls that the waiting asks need, of which `which` holds. Default: all. */
  calls(which?: (ask: Ask) => boolean): number;
  /** How many of these calls go at or before a start tag, as things are now. */
  timetable(): (startTag: number) => number;
  /** Uses no answer again that has been read or asked for so far; who waits for one still gets it. */
  forget(): void;
}

export interface QueueParts {
  readonly accountId: string;
  readonly endpoint: Endpoint;
  readonly clock: Clock;
  /** For how long answers are kept for the queries to come. */
  readonly keepMs: number;
}

export function createQueue({ accountId, endpoint, clock, keepMs }: QueueParts): Queue {
  const waiting = new Map<string, Ask>();
  /** The latest ask of each key that was sent: under way, or answered and perhaps still fresh. */
  const sent = new Map<string, Ask>();
  const known = createKnownKeys(clock);
  const rowsFor = createRowIndex(endpoint);
  const wholes = createWholeAnswers(endpoint, { waiting, sent }, rowsFor);
  const formation: Formation = {
    waiting,
    maxOf: ({ lane }) => endpoint.keys[lane.by]?.max ?? 1,
    coverOf: wholes.coverOf,
  };

  const isLatest = (ask: Ask) => sent.get(ask.id) === ask;

  function settle(asks: readonly Ask[], answerOf: (ask: Ask) => Answer): void {
    for (const ask of asks) answerAsk(ask, answerOf(ask));
  }

  function drop(asks: readonly Ask[]): void {
    for (const ask of asks) if (isLatest(ask)) sent.delete(ask.id);
  }

  return {
    join(lane, key, place) {
      const id = askId(laneId(lane), key);
      const last = sent.get(id);
      if (last && isFresh(last, place.freshAfter)) return last;
      const present = waiting.get(id);
      if (present) {
        advance(present, place);
        return present;
      }
      const refusal = known.refusalOf(id);
      const ask = createAsk(lane, key, place, refusal === 'recheck');
      if (refusal instanceof GatewayError) answerAsk(ask, refusal);
      else if (!wholes.serve(ask)) waiting.set(id, ask);
      return ask;
    },
    hasNext: () => nextAsk(formation) !== undefined,
    take() {
      const asks = nextCall(formation);
      if (asks.length === 0) return undefined;
      const call: CallRecord = {
        accountId,
        endpoint: endpoint.name,
        asks,
        sentAt: clock.now(),
        tookMs: null,
        outcome: null,
      };
      for (const ask of asks) {
        waiting.delete(ask.id);
        sent.set(ask.id, ask);
        markSent(ask, call);
      }
      return call;
    },
    answer(asks, rows) {
      const whole = asks.find((ask) => ask.key === WHOLE && isLatest(ask));
      settle(asks, (ask) => {
        const own = rowsFor(ask, rows);
        if (own.length > 0 && isLatest(ask)) known.answered(ask.id);
        return own;
      });
      clock.after(keepMs, () => drop(asks));
      if (whole) wholes.serveParts(whole, rows);
    },
    refuse(asks, error, lastsMs) {
      for (const ask of asks)
        if (isLatest(ask)) known.refused(ask.id, errorFor(ask, error), lastsMs);
      drop(asks);
      settle(asks, (ask) => errorFor(ask, error));
    },
    fail(asks, error) {
      drop(asks);
      settle(asks, (ask) => errorFor(ask, error));
    },
    requeue(asks, aloneAt) {
      drop(asks);
      for (const ask of asks) {
        markWaiting(ask);
        const newer = waiting.get(ask.id);
        if (newer) absorb(ask, newer);
        if (ask.waiters.size > 0) waiting.set(ask.id, ask);
        else waiting.delete(ask.id);
      }
      if (aloneAt !== undefined) setApart(asks, aloneAt);
    },
    abandon(ask) {
      if (ask.waiters.size === 0 && waiting.get(ask.id) === ask) waiting.delete(ask.id);
    },
    isProven: ({ id }) => known.isProven(id),
    waiting: () => waiting.size,
    calls: (which = () => true) => callsFor(waiting.values().filter(which), formation.maxOf),
    timetable: () => timetable(waiting.values(), formation.maxOf),
    forget() {
      sent.clear();
      known.forget();
    },
  };
}
