import { type Ask, WHOLE } from './ask.ts';

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

/** The asks of the next call: those of the group of the next one, by their start tags, as many as fit. */
export function nextCall(waiting: Waiting, coverOf: CoverOf): readonly Ask[] {
  const next = nextAsk(waiting, coverOf);
  if (!next) return [];
  return [...waiting.values()]
    .filter((ask) => ask.group === next.group && !coverOf(ask))
    .toSorted(byStartTag)
    .slice(0, next.lane.max);
}

/** The most calls that asks need; a whole one may save some. */
export function callsFor(asks: Iterable<Ask>): number {
  const sizes = new Map<Ask['group'], number>();
  let calls = 0;
  for (const { group, lane } of asks) {
    const size = sizes.get(group) ?? 0;
    if (size % lane.max === 0) calls += 1;
    sizes.set(group, size + 1);
  }
  return calls;
}

/** Which call from now each ask goes with, the next one being 1; 0 where one under way may answer it. */
export function timetable(waiting: Waiting, coverOf: CoverOf): ReadonlyMap<Ask, number> {
  const numbers = new Map<Ask, number>();
  const calls = new Map<Ask['group'], { readonly number: number; room: number }>();
  let last = 0;
  for (const waiter of [...waiting.values()].toSorted(byStartTag)) {
    const ask = coverOf(waiter) ?? waiter;
    if (waiting.get(ask.id) !== ask) continue;
    let call = calls.get(ask.group);
    if (!call || call.room === 0) {
      last += 1;
      call = { number: last, room: ask.key === WHOLE ? Infinity : ask.lane.max };
      calls.set(ask.group, call);
    }
    call.room -= 1;
    numbers.set(waiter, call.number);
  }
  return numbers;
}

const byStartTag = (one: Ask, other: Ask) => one.startTag - other.startTag;
