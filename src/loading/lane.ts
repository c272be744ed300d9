import type { Endpoint } from '../endpoints/declare.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Row } from '../exchange/decode.ts';
import type { Clock } from '../time/clock.ts';
import {
  absorb,
  type Ask,
  answerAsk,
  createAsk,
  errorFor,
  type Key,
  splitOff,
  WHOLE,
} from './ask.ts';
import { createRowIndex } from './row-index.ts';
import { callsFor, nextAsk, nextCall } from './turns.ts';

/** A refused key is not asked again for this long. */
const rememberRefusalMs = 5_000;

/** The keys of one account, endpoint and context that wait to be sent together, and their young answers. */
export interface Lane {
  /** Most keys that one call takes. */
  readonly max: number;
  /** The ask that serves `key` with an answer sent after `freshAfter`: a present one or a new one. */
  join(key: Key, turn: number, freshAfter: number): Ask;
  /** When the turn of the next call is; undefined when there is nothing to send. */
  nextTurn(): number | undefined;
  /** The asks of the next call, from now on under way. */
  take(): readonly Ask[];
  /** Answers asks with the rows of their call, by key and never by position. */
  answer(asks: readonly Ask[], rows: readonly Row[]): void;
  /** Answers asks with an error that is remembered for a while: the exchange refuses their keys. */
  refuse(asks: readonly Ask[], error: GatewayError): void;
  /** Answers asks with an error that those who ask later do not get. */
  fail(asks: readonly Ask[], error: GatewayError): void;
  /** Puts asks back into the queue with the turn that they had, or as a call of their own at a given one. */
  requeue(asks: readonly Ask[], aloneAt?: number): void;
  /** Takes an ask that nobody waits for any more out of the queue. */
  abandon(ask: Ask): void;
  /** Whether the exchange has answered this key here before, so that a refusal is hardly for its sake. */
  isProven(ask: Ask): boolean;
  /** Keys that wait to be sent. */
  waiting(): number;
  /** Calls that those of the waiting asks need for which `which` holds. */
  calls(which: (ask: Ask) => boolean): number;
  /** Uses no answer again that has been read or asked for so far; who waits for one still gets it. */
  forget(): void;
  /** Forgets answers that are too old to serve. */
  sweep(keepMs: number): void;
  /** Whether the lane holds nothing at all. */
  isEmpty(): boolean;
}

/** @param by the parameter that takes the keys */
export function createLane(endpoint: Endpoint, by: string, clock: Clock): Lane {
  const max = endpoint.keys[by]?.max ?? 1;
  const waiting = new Map<Key, Ask>();
  /** The latest ask of each key that was sent: under way, or answered and perhaps still young. */
  const sent = new Map<Key, Ask>();
  /** Every ask that was taken and neither answered nor put back. */
  const out = new Set<Ask>();
  /** Keys that have had rows. */
  const proven = new Set<Key>();
  const rowsFor = createRowIndex(endpoint, by);

  function isFresh(ask: Ask, freshAfter: number): boolean {
    if (ask.sentAt === null) return false;
    if (ask.answer instanceof GatewayError) return clock.now() - ask.sentAt < rememberRefusalMs;
    return ask.sentAt > freshAfter;
  }

  /** Rows that a young whole answer holds for a key. */
  function rowsInWhole(key: Key, freshAfter: number): readonly Row[] {
    const whole = sent.get(WHOLE);
    if (!whole?.answer || whole.answer instanceof GatewayError) return [];
    return isFresh(whole, freshAfter) ? rowsFor(key, whole.answer) : [];
  }

  /** The whole call, waiting or under way, that may answer an ask, so that it should not go by name yet. */
  function coverOf(ask: Ask): Ask | undefined {
    if (ask.byName || ask.key === WHOLE) return undefined;
    const [next, last] = [waiting.get(WHOLE), sent.get(WHOLE)];
    if (next?.failures === 0) return next;
    const mayServe = last && !last.answer && last.failures === 0 && isFresh(last, ask.freshAfter);
    return mayServe ? last : undefined;
  }

  /** Answers the waiting keys of which a whole answer holds rows, for those to whom it is young enough. */
  function serveParts(whole: Ask, rows: readonly Row[]): void {
    for (const ask of waiting.values()) {
      const own = rowsFor(ask.key, rows);
      ask.byName = own.length === 0;
      if (ask.byName) continue;
      const served = splitOff(ask, ({ freshAfter }) => isFresh(whole, freshAfter));
      served.calls = whole.calls;
      answerAsk(served, own);
      if (ask.waiters.size === 0) waiting.delete(ask.key);
    }
  }

  function settle(
    asks: readonly Ask[],
    answerOf: (ask: Ask) => readonly Row[] | GatewayError,
  ): void {
    for (const ask of asks) {
      out.delete(ask);
      answerAsk(ask, answerOf(ask));
    }
  }

  return {
    max,
    join(key, turn, freshAfter) {
      const isFirst = turn <= clock.now();
      const young = sent.get(key);
      if (young && isFresh(young, freshAfter)) return young;
      const present = waiting.get(key);
      if (present) {
        present.freshAfter = Math.max(present.freshAfter, freshAfter);
        present.turn = Math.min(present.turn, turn);
        present.isFirst ||= isFirst;
        return present;
      }
      const ask = createAsk(key, turn, isFirst, freshAfter);
      const rows = rowsInWhole(key, freshAfter);
      if (rows.length > 0) {
        ask.calls = sent.get(WHOLE)?.calls ?? [];
        answerAsk(ask, rows);
      } else waiting.set(key, ask);
      return ask;
    },
    nextTurn: () => nextAsk(waiting, coverOf)?.turn,
    take() {
      const asks = nextCall(waiting, coverOf, max);
      for (const ask of asks) {
        waiting.delete(ask.key);
        sent.set(ask.key, ask);
        out.add(ask);
        ask.sentAt = clock.now();
        ask.group = null;
      }
      return asks;
    },
    answer(asks, rows) {
      settle(asks, ({ key }) => {
        const own = key === WHOLE ? rows : rowsFor(key, rows);
        if (own.length > 0) proven.add(key);
        return own;
      });
      const whole = asks.find(({ key }) => key === WHOLE);
      if (whole) serveParts(whole, rows);
    },
    refuse: (asks, error) => settle(asks, (ask) => errorFor(ask, error)),
    fail(asks, error) {
      for (const ask of asks) if (sent.get(ask.key) === ask) sent.delete(ask.key);
      settle(asks, (ask) => errorFor(ask, error));
    },
    requeue(asks, aloneAt) {
      const group = aloneAt === undefined ? null : Symbol('alone');
      for (const ask of asks) {
        out.delete(ask);
        if (sent.get(ask.key) === ask) sent.delete(ask.key);
        ask.sentAt = null;
        const newer = waiting.get(ask.key);
        if (newer) absorb(ask, newer);
        waiting.delete(ask.key);
        ask.group = group;
        if (aloneAt !== undefined) ask.turn = aloneAt;
        if (ask.waiters.size > 0) waiting.set(ask.key, ask);
      }
    },
    abandon(ask) {
      if (ask.waiters.size === 0 && waiting.get(ask.key) === ask) waiting.delete(ask.key);
    },
    isProven: ({ key }) => proven.has(key),
    waiting: () => waiting.size,
    calls: (which) => callsFor(waiting.values().filter(which), max),
    forget() {
      sent.clear();
      // What is under way answers those who wait for it, and is too old for everybody else.
      for (const ask of out) ask.sentAt = -Infinity;
    },
    sweep(keepMs) {
      for (const [key, ask] of sent) {
        const keep = ask.answer instanceof GatewayError ? rememberRefusalMs : keepMs;
        if (ask.answer && clock.now() - (ask.sentAt ?? 0) >= keep) sent.delete(key);
      }
    },
    isEmpty: () => waiting.size + sent.size + out.size === 0,
  };
}
