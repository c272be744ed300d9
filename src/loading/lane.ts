import { GatewayError } from '../errors/gateway-error.ts';
import type { Row } from '../exchange/decode.ts';
import type { Clock } from '../time/clock.ts';
import { absorb, type Ask, answerAsk, createAsk, type Key, WHOLE } from './ask.ts';
import type { LaneForm } from './lane-form.ts';

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
  refuse(asks: readonly Ask[], error: GatewayError): void;
  fail(asks: readonly Ask[], error: GatewayError): void;
  /** Puts asks back into the queue, with the turn that they had; with `alone`, as a call of their own. */
  requeue(asks: readonly Ask[], alone?: boolean): void;
  /** Takes an ask that nobody waits for any more out of the queue. */
  abandon(ask: Ask): void;
  /** Keys that wait to be sent. */
  waiting(): number;
  /** Calls that the waiting keys need at least. */
  calls(): number;
  /** Uses no answer again that has been read or asked for so far; who waits for one still gets it. */
  forget(): void;
  /** Forgets answers that are too old to serve; whether the lane still holds anything. */
  sweep(keepMs: number): boolean;
}

export function createLane({ max, keyedRows, keyOf }: LaneForm, clock: Clock): Lane {
  const waiting = new Map<Key, Ask>();
  /** The latest ask of each key that was sent: under way, or answered and perhaps still young. */
  const sent = new Map<Key, Ask>();

  /** Answers by the keys of their rows, made once for each answer. */
  const indices = new WeakMap<readonly Row[], ReadonlyMap<unknown, readonly Row[]>>();

  function rowsFor(key: Key, rows: readonly Row[]): readonly Row[] {
    const index = indices.get(rows) ?? Map.groupBy(keyedRows(rows), keyOf);
    indices.set(rows, index);
    return index.get(key) ?? [];
  }

  function isFresh(ask: Ask, freshAfter: number): boolean {
    if (ask.sentAt === null) return false;
    if (ask.answer instanceof GatewayError) return clock.now() - ask.sentAt < rememberRefusalMs;
    return ask.sentAt > freshAfter;
  }

  /** Rows that a young whole answer holds for a key. */
  function rowsInWhole(key: Key, freshAfter: number): readonly Row[] {
    const whole = sent.get(WHOLE);
    if (!whole?.answer || whole.answer instanceof GatewayError || !isFresh(whole, freshAfter))
      return [];
    return rowsFor(key, whole.answer);
  }

  /** Whether a whole call, waiting or under way, may answer the ask, so that it should not go by name yet. */
  function isCovered(ask: Ask): boolean {
    if (ask.byName || ask.key === WHOLE) return false;
    const whole = sent.get(WHOLE);
    return waiting.has(WHOLE) || (!!whole && !whole.answer && isFresh(whole, ask.freshAfter));
  }

  function nextAsk(): Ask | undefined {
    let next: Ask | undefined;
    for (const ask of waiting.values()) {
      if (!isCovered(ask) && (next === undefined || ask.turn < next.turn)) next = ask;
    }
    return next;
  }

  function nextCall(): Ask[] {
    const first = nextAsk();
    if (!first) return [];
    if (first.key === WHOLE) return [first];
    return [...waiting.values()]
      .filter((ask) => ask.key !== WHOLE && ask.group === first.group && !isCovered(ask))
      .toSorted((one, other) => one.turn - other.turn)
      .slice(0, max);
  }

  /** Answers the waiting keys of which a whole answer holds rows. */
  function serveParts(whole: Ask, rows: readonly Row[]): void {
    for (const ask of waiting.values()) {
      if (!isFresh(whole, ask.freshAfter)) continue;
      const own = rowsFor(ask.key, rows);
      ask.byName = own.length === 0;
      if (ask.byName) continue;
      waiting.delete(ask.key);
      ask.sentAt = whole.sentAt;
      ask.calls = [...ask.calls, ...whole.calls];
      sent.set(ask.key, ask);
      answerAsk(ask, own);
    }
  }

  return {
    max,
    join(key, turn, freshAfter) {
      const young = sent.get(key);
      if (young && isFresh(young, freshAfter)) return young;
      const present = waiting.get(key);
      if (present) {
        present.freshAfter = Math.max(present.freshAfter, freshAfter);
        present.turn = Math.min(present.turn, turn);
        return present;
      }
      const ask = createAsk(key, turn, freshAfter);
      const rows = rowsInWhole(key, freshAfter);
      if (rows.length > 0) {
        ask.calls = sent.get(WHOLE)?.calls ?? [];
        answerAsk(ask, rows);
      } else waiting.set(key, ask);
      return ask;
    },
    nextTurn: () => nextAsk()?.turn,
    take() {
      const asks = nextCall();
      for (const ask of asks) {
        waiting.delete(ask.key);
        sent.set(ask.key, ask);
        ask.sentAt = clock.now();
        ask.group = null;
      }
      return asks;
    },
    answer(asks, rows) {
      for (const ask of asks) answerAsk(ask, ask.key === WHOLE ? rows : rowsFor(ask.key, rows));
      const whole = asks.find(({ key }) => key === WHOLE);
      if (whole && sent.get(WHOLE) === whole) serveParts(whole, rows);
    },
    refuse(asks, error) {
      for (const ask of asks) answerAsk(ask, forKey(error, ask));
    },
    fail(asks, error) {
      for (const ask of asks) {
        if (sent.get(ask.key) === ask) sent.delete(ask.key);
        answerAsk(ask, forKey(error, ask));
      }
    },
    requeue(asks, alone = false) {
      const group = alone ? Symbol('alone') : null;
      for (const ask of asks) {
        if (sent.get(ask.key) === ask) sent.delete(ask.key);
        const newer = waiting.get(ask.key);
        if (newer) absorb(ask, newer);
        waiting.delete(ask.key);
        ask.group = group;
        if (ask.waiters.size > 0) waiting.set(ask.key, ask);
      }
    },
    abandon(ask) {
      if (ask.waiters.size === 0 && waiting.get(ask.key) === ask) waiting.delete(ask.key);
    },
    waiting: () => waiting.size,
    calls: () => Math.ceil(waiting.size / max),
    forget: () => sent.clear(),
    sweep(keepMs) {
      for (const [key, ask] of sent) {
        const keep = ask.answer instanceof GatewayError ? rememberRefusalMs : keepMs;
        if (ask.answer && clock.now() - (ask.sentAt ?? 0) >= keep) sent.delete(key);
      }
      return waiting.size + sent.size > 0;
    },
  };
}

function forKey(error: GatewayError, { key }: Ask): GatewayError {
  return key === WHOLE ? error : error.with({ keys: [key] });
}
