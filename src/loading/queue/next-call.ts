import { type Ask } from './ask.ts';

/** How calls are formed of the asks that wait. */
export interface Formation {
  /** By id. */
  readonly waiting: ReadonlyMap<string, Ask>;
  /** Most asks of a call. */
  readonly maxOf: (ask: Ask) => number;
  /** The whole call, waiting or under way, that may answer an ask, so that it should not go by name yet. */
  readonly coverOf: (ask: Ask) => Ask | undefined;
}

/** The ask that is sent next; a whole call has the start tag of the earliest ask that it covers. */
export function nextAsk({ waiting, coverOf }: Formation): Ask | undefined {
  let next: Ask | undefined;
  let earliest = Infinity;
  for (const waiter of waiting.values()) {
    const ask = coverOf(waiter) ?? waiter;
    // Covered by a call that is under way: its answer is awaited.
    if (waiting.get(ask.id) !== ask || waiter.startTag >= earliest) continue;
    [next, earliest] = [ask, waiter.startTag];
  }
  return next;
}

/** The asks of the next call: those that share the label of the next one, by their start tags, as many as fit. */
export function nextCall(formation: Formation): readonly Ask[] {
  const next = nextAsk(formation);
  if (!next) return [];
  const { waiting, maxOf, coverOf } = formation;
  return [...waiting.values()]
    .filter((ask) => ask.label === next.label && !coverOf(ask))
    .toSorted((one, other) => one.startTag - other.startTag)
    .slice(0, maxOf(next));
}

/** The most calls that asks need; a whole one may save some. */
export function callsFor(asks: Iterable<Ask>, maxOf: Formation['maxOf']): number {
  let calls = 0;
  for (calls of callsSoFar(asks, maxOf));
  return calls;
}

/** For each start tag, the calls that go before those asks that come after it. */
export function timetable(asks: Iterable<Ask>, maxOf: Formation['maxOf']): (tag: number) => number {
  const inTurn = [...asks].toSorted((one, other) => one.startTag - other.startTag);
  const calls = [...callsSoFar(inTurn, maxOf)];
  return (tag) => {
    let [low, high] = [0, inTurn.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((inTurn[middle]?.startTag ?? Infinity) <= tag) low = middle + 1;
      else high = middle;
    }
    return calls[low - 1] ?? 0;
  };
}

/** After each ask, the calls that it and those before it need. */
function* callsSoFar(asks: Iterable<Ask>, maxOf: Formation['maxOf']): Generator<number> {
  const sizes = new Map<string | symbol, number>();
  let calls = 0;
  for (const ask of asks) {
    const size = sizes.get(ask.label) ?? 0;
    if (size % maxOf(ask) === 0) calls += 1;
    sizes.set(ask.label, size + 1);
    yield calls;
  }
}
