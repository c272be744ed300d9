import type { Ask } from './ask.ts';

type Waiting = ReadonlyMap<string, Ask>;
/** The whole call, waiting or under way, that may answer an ask. */
type CoverOf = (ask: Ask) => Ask | undefined;

/** The ask that is sent next; a whole call has the start tag of the earliest ask that it covers. */
export function nextAsk(waiting: Waiting, coverOf: CoverOf): Ask | undefined {
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
export function nextCall(waiting: Waiting, coverOf: CoverOf): readonly Ask[] {
  const next = nextAsk(waiting, coverOf);
  if (!next) return [];
  return [...waiting.values()]
    .filter((ask) => ask.label === next.label && !coverOf(ask))
    .toSorted(byStartTag)
    .slice(0, next.lane.max);
}

/** The most calls that asks need; a whole one may save some. */
export function callsFor(asks: Iterable<Ask>): number {
  let calls = 0;
  for (calls of callsSoFar(asks));
  return calls;
}

/** By start tag, the most calls that are needed for the asks up to it. */
export function timetable(asks: Iterable<Ask>): ReadonlyMap<number, number> {
  const inTurn = [...asks].toSorted(byStartTag);
  const calls = [...callsSoFar(inTurn)];
  return new Map(inTurn.map(({ startTag }, index) => [startTag, calls[index] ?? 0]));
}

/** For each ask, the calls that it and those before it need. */
function* callsSoFar(asks: Iterable<Ask>): Generator<number> {
  const sizes = new Map<Ask['label'], number>();
  let calls = 0;
  for (const { label, lane } of asks) {
    const size = sizes.get(label) ?? 0;
    if (size % lane.max === 0) calls += 1;
    sizes.set(label, size + 1);
    yield calls;
  }
}

const byStartTag = (one: Ask, other: Ask) => one.startTag - other.startTag;
