import { type Ask, type Key, WHOLE } from './ask.ts';

type Waiting = ReadonlyMap<Key, Ask>;
/** The whole call, waiting or under way, that may answer an ask. */
type CoverOf = (ask: Ask) => Ask | undefined;

/** What is to be sent next; a whole call has the turn of the earliest ask that it covers. */
export function nextAsk(
  waiting: Waiting,
  coverOf: CoverOf,
): { readonly ask: Ask; readonly turn: number } | undefined {
  let next: { readonly ask: Ask; readonly turn: number } | undefined;
  for (const waiter of waiting.values()) {
    const ask = coverOf(waiter) ?? waiter;
    // Covered by a call that is under way: its answer is awaited.
    if (waiting.get(ask.key) !== ask) continue;
    if (next === undefined || waiter.turn < next.turn) next = { ask, turn: waiter.turn };
  }
  return next;
}

/** The asks of the next call: a whole one, a group that goes alone, or by turns as many as fit. */
export function nextCall(waiting: Waiting, coverOf: CoverOf, max: number): readonly Ask[] {
  const first = nextAsk(waiting, coverOf)?.ask;
  if (!first) return [];
  if (first.key === WHOLE) return [first];
  return [...waiting.values()]
    .filter((ask) => ask.key !== WHOLE && ask.group === first.group && !coverOf(ask))
    .toSorted((one, other) => one.turn - other.turn)
    .slice(0, max);
}

/** The most calls that asks need; a whole one may save some. */
export function callsFor(asks: Iterable<Ask>, max: number): number {
  const groups = new Set<symbol>();
  let others = 0;
  for (const ask of asks) {
    if (ask.group) groups.add(ask.group);
    else others += 1;
  }
  return groups.size + Math.ceil(others / max);
}
