import type { Endpoint } from '../../endpoints/declare.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Row } from '../../exchange/decode.ts';
import { answerAsk, type Ask, isFresh, WHOLE } from './ask.ts';
import { splitOff } from './waiters.ts';
import { laneOf } from './lane.ts';
import type { RowIndex } from './row-index.ts';

/** Has calls without keys answer for keys, too: those of the lane that they stand for. */
export function createWholeAnswers(
  endpoint: Endpoint,
  waiting: Map<string, Ask>,
  sent: ReadonlyMap<string, Ask>,
  rowsFor: RowIndex,
) {
  const wholeId =
    endpoint.whole === undefined ? null : laneOf(endpoint, { by: endpoint.whole, params: {} }).id;

  /** Of which a whole answer has lacked the key: asked for by name even if another one is on its way. */
  const lacked = new WeakSet<Ask>();

  return {
    /** The whole call, waiting or under way, that may answer an ask, so that it should not go by name yet. */
    coverOf(ask: Ask): Ask | undefined {
      if (ask.lane.id !== wholeId || lacked.has(ask) || ask.key === WHOLE) return undefined;
      const [next, last] = [waiting.get(wholeId), sent.get(wholeId)];
      if (next?.failures === 0) return next;
      const mayServe = last && !last.answer && last.failures === 0 && isFresh(last, ask.freshAfter);
      return mayServe ? last : undefined;
    },
    /** Answers a new ask if a fresh whole answer holds rows of its key. */
    serve(ask: Ask): boolean {
      const whole = ask.lane.id === wholeId ? sent.get(wholeId) : undefined;
      if (!whole?.answer || whole.answer instanceof GatewayError) return false;
      const rows = isFresh(whole, ask.freshAfter) ? rowsFor(ask, whole.answer) : [];
      if (rows.length > 0) answerAsk(ask, rows, whole);
      return rows.length > 0;
    },
    /** Answers the waiting keys of which a whole answer holds rows, for those to whom it is fresh enough. */
    serveParts(whole: Ask, rows: readonly Row[]): void {
      for (const ask of waiting.values()) {
        if (ask.lane.id !== wholeId || ask.key === WHOLE) continue;
        const own = rowsFor(ask, rows);
        if (own.length === 0) {
          lacked.add(ask);
          continue;
        }
        const served = splitOff(ask, ({ freshAfter }) => isFresh(whole, freshAfter));
        answerAsk(served, own, whole);
        if (ask.waiters.size === 0) waiting.delete(ask.id);
      }
    },
  };
}
