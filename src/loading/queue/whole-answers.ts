import type { Endpoint } from '../../endpoints/declare.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Row } from '../../exchange/decode.ts';
import { type Ask, isFresh, WHOLE } from './ask.ts';
import { laneId } from './lane.ts';
import type { RowIndex } from './row-index.ts';
import { answerAsk, noteWhole, splitOff } from './transitions.ts';

/** Has calls without keys answer for keys, too: those of the lane that they stand for. */
export interface WholeAnswers {
  /** The whole call, waiting or under way, that may answer an ask, so that it should not go by name yet. */
  coverOf(ask: Ask): Ask | undefined;
  /** Answers a new ask if a fresh whole answer holds rows of its key. */
  serve(ask: Ask): boolean;
  /** Answers the waiting keys of which a whole answer holds rows, for those to whom it is fresh enough. */
  serveParts(whole: Ask, rows: readonly Row[]): void;
}

interface Asks {
  readonly waiting: Map<string, Ask>;
  readonly sent: ReadonlyMap<string, Ask>;
}

export function createWholeAnswers(
  { whole: by }: Endpoint,
  { waiting, sent }: Asks,
  rowsFor: RowIndex,
): WholeAnswers {
  const wholeId = by === undefined ? null : laneId({ by, params: {} });

  return {
    coverOf(ask) {
      if (ask.laneId !== wholeId || ask.byName || ask.key === WHOLE) return undefined;
      const [next, last] = [waiting.get(wholeId), sent.get(wholeId)];
      if (next?.failures === 0) return next;
      const mayServe = last && !last.answer && last.failures === 0 && isFresh(last, ask.freshAfter);
      return mayServe ? last : undefined;
    },
    serve(ask) {
      const whole = ask.laneId === wholeId ? sent.get(wholeId) : undefined;
      if (!whole?.answer || whole.answer instanceof GatewayError) return false;
      const rows = isFresh(whole, ask.freshAfter) ? rowsFor(ask, whole.answer) : [];
      if (rows.length > 0) answerAsk(ask, rows, whole);
      return rows.length > 0;
    },
    serveParts(whole, rows) {
      for (const ask of waiting.values()) {
        if (ask.laneId !== wholeId || ask.key === WHOLE) continue;
        const own = rowsFor(ask, rows);
        noteWhole(ask, own.length === 0);
        if (own.length === 0) continue;
        const served = splitOff(ask, ({ freshAfter }) => isFresh(whole, freshAfter));
        answerAsk(served, own, whole);
        if (ask.waiters.size === 0) waiting.delete(ask.id);
      }
    },
  };
}
