import type { Endpoint } from '../../endpoints/declare.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Row } from '../../exchange/decode.ts';
import { answerAsk, type Ask, isFresh, WHOLE } from './ask.ts';
import { splitOff } from './waiters.ts';
import { laneOf } from './lane.ts';
import { rowsOf } from './row-index.ts';

/** Of which a whole answer has lacked the key: asked for by name even if another one is on its way. Of all accounts: each of its own would take up memory. */
const lacked = new WeakSet<Ask>();

/** Has calls without keys answer for keys, too: those of the lane that they stand for. */
export class WholeAnswers {
  readonly #endpoint: Endpoint;
  readonly #waiting: Map<string, Ask>;
  readonly #sent: ReadonlyMap<string, Ask>;
  readonly #wholeId: string | null;

  constructor(endpoint: Endpoint, waiting: Map<string, Ask>, sent: ReadonlyMap<string, Ask>) {
    this.#endpoint = endpoint;
    this.#waiting = waiting;
    this.#sent = sent;
    const { whole } = endpoint;
    this.#wholeId = whole === undefined ? null : laneOf(endpoint, { by: whole, params: {} }).id;
  }

  /** The whole call, waiting or under way, that may answer an ask, so that it should not go by name yet. */
  coverOf(ask: Ask): Ask | undefined {
    const id = this.#wholeId;
    if (ask.lane.id !== id || lacked.has(ask) || ask.key === WHOLE) return undefined;
    const [next, last] = [this.#waiting.get(id), this.#sent.get(id)];
    if (next?.failures === 0) return next;
    const mayServe = last && !last.answer && last.failures === 0 && isFresh(last, ask.freshAfter);
    return mayServe ? last : undefined;
  }

  /** Answers a new ask if a fresh whole answer holds rows of its key. */
  serve(ask: Ask): boolean {
    const whole = ask.lane.id === this.#wholeId ? this.#sent.get(this.#wholeId) : undefined;
    if (!whole?.answer || whole.answer instanceof GatewayError) return false;
    const rows = isFresh(whole, ask.freshAfter) ? rowsOf(this.#endpoint, ask, whole.answer) : [];
    if (rows.length > 0) answerAsk(ask, rows, whole);
    return rows.length > 0;
  }

  /** Answers the waiting keys of which a whole answer holds rows, for those to whom it is fresh enough. */
  serveParts(whole: Ask, rows: readonly Row[]): void {
    for (const ask of this.#waiting.values()) {
      if (ask.lane.id !== this.#wholeId || ask.key === WHOLE) continue;
      const own = rowsOf(this.#endpoint, ask, rows);
      if (own.length === 0) {
        lacked.add(ask);
        continue;
      }
      const served = splitOff(ask, ({ freshAfter }) => isFresh(whole, freshAfter));
      answerAsk(served, own, whole);
      if (ask.waiters.size === 0) this.#waiting.delete(ask.id);
    }
  }
}
