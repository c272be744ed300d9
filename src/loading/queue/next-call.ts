import type { Charge, Turns } from '../../budget/turns.ts';
import type { Shares, Use } from '../fair-share.ts';
import { type Ask, WHOLE } from './ask.ts';
import type { KnownKeys } from './known-keys.ts';

type Waiting = ReadonlyMap<string, Ask>;
/** The whole call, waiting or under way, that may answer an ask. */
type CoverOf = (ask: Ask) => Ask | undefined;

/** By what the next call is found. */
interface Order {
  readonly coverOf: CoverOf;
  readonly turns: Turns;
  readonly shares?: Pick<Shares, 'held' | 'isAlone'>;
}

/** The ask that is sent next: of the caller whose turn it is the earliest. A whole call goes when the first that it covers would. */
export function nextAsk(waiting: Waiting, { coverOf, turns, shares }: Order): Ask | undefined {
  const tagOf = tagsBy(turns, shares?.held);
  let next: Ask | undefined;
  let [tag, startTag] = [Infinity, Infinity];
  for (const waiter of waiting.values()) {
    const ask = coverOf(waiter) ?? waiter;
    // Covered by a call that is under way: its answer is awaited.
    if (waiting.get(ask.id) !== ask) continue;
    const own = tagOf(waiter);
    if (own === Infinity || own > tag || (own === tag && waiter.startTag >= startTag)) continue;
    [next, tag, startTag] = [ask, own, waiter.startTag];
  }
  return next;
}

/**
 * The asks of the next call: those of the group of the next one, by their turns, as many as fit.
 *
 * What may well be refused, since nobody but suspects wants it, shares calls with such only, and of the same suspect: but for one who is alone, and has nobody to hurt.
 */
export function nextCall(
  waiting: Waiting,
  order: Order,
  { isProven, isSuspect }: Pick<KnownKeys, 'isProven' | 'isSuspect'>,
): readonly Ask[] {
  const next = nextAsk(waiting, order);
  if (!next) return [];
  const { coverOf, turns, shares } = order;
  const tagOf = tagsBy(turns, shares?.held);
  const group = [...waiting.values()].filter((ask) => ask.group === next.group && !coverOf(ask));
  const isClear = ({ id, takers }: Ask) => isProven(id) || !takers.keys().every(isSuspect);
  const isOfSame = ({ takers }: Ask) => takers.keys().some((taker) => next.takers.has(taker));
  const nextIsClear = isClear(next);
  const isBefore = (one: Ask, other: Ask) => {
    const [tag, otherTag] = [tagOf(one), tagOf(other)];
    return tag === otherTag ? byStartTag(one, other) : tag - otherTag;
  };
  return group
    .filter(
      (ask) =>
        (shares?.isAlone ?? true) ||
        (isClear(ask) === nextIsClear && (nextIsClear || isOfSame(ask))),
    )
    .toSorted(isBefore)
    .slice(0, next.lane.max);
}

/** The calls that each caller's waiting asks need: each ask its part of those of its group, each caller its part of that. */
export function wantsOf(asks: Iterable<Ask>): ReadonlyMap<string, Use> {
  const wants = new Map<string, Use>();
  for (const [, group] of Map.groupBy(asks, (ask) => ask.group)) {
    const calls = Math.ceil(group.length / (group[0]?.lane.max ?? 1));
    for (const { takers } of group) {
      for (const [taker, { weight }] of takers) {
        const part = calls / group.length / takers.size;
        wants.set(taker, { calls: (wants.get(taker)?.calls ?? 0) + part, weight });
      }
    }
  }
  return wants;
}

/** What a call costs those who wait for its asks: each ask its part, each of them their part of that. */
export function chargesOf(asks: readonly Ask[]): readonly Charge[] {
  const charges = new Map<string, Charge>();
  for (const { takers } of asks) {
    const part = 1 / asks.length / takers.size;
    for (const [taker, { weight }] of takers)
      charges.set(taker, { taker, part: (charges.get(taker)?.part ?? 0) + part, weight });
  }
  return [...charges.values()];
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
export function timetable(
  waiting: Waiting,
  coverOf: CoverOf,
  turns: Turns,
): ReadonlyMap<Ask, number> {
  const numbers = new Map<Ask, number>();
  const groups = new Map<Ask['group'], Line>();
  const lines = new Map<string, Line>();
  for (const waiter of [...waiting.values()].toSorted(byStartTag)) {
    const ask = coverOf(waiter) ?? waiter;
    if (waiting.get(ask.id) !== ask) continue;
    lineOf(groups, ask.group).asks.push(waiter);
    for (const taker of waiter.takers.keys()) lineOf(lines, taker).asks.push(waiter);
  }
  const spent = turns.copy();
  const isLeft = (ask: Ask) => !numbers.has(ask);

  for (let number = 1; ; number += 1) {
    const first = earliest(lines, spent, isLeft);
    if (!first) return numbers;
    const { group } = coverOf(first) ?? first;
    const room = group === WHOLE ? Infinity : first.lane.max;
    const call: Ask[] = [];
    for (let next: Ask | undefined = first; next && call.length < room;) {
      call.push(next);
      numbers.set(next, number);
      next = head(lineOf(groups, group), isLeft);
    }
    spent.spend(chargesOf(call));
  }
}

/** Asks in their order, of which the first have gone. */
interface Line {
  readonly asks: Ask[];
  gone: number;
}

function lineOf<Id>(lines: Map<Id, Line>, id: Id): Line {
  const known = lines.get(id);
  if (known) return known;
  const line: Line = { asks: [], gone: 0 };
  lines.set(id, line);
  return line;
}

function head(line: Line, isLeft: (ask: Ask) => boolean): Ask | undefined {
  for (; line.gone < line.asks.length; line.gone += 1) {
    const ask = line.asks[line.gone];
    if (ask && isLeft(ask)) return ask;
  }
  return undefined;
}

/** The first ask of the caller whose turn it is. */
function earliest(
  lines: ReadonlyMap<string, Line>,
  turns: Turns,
  isLeft: (ask: Ask) => boolean,
): Ask | undefined {
  let next: Ask | undefined;
  let [tag, startTag] = [Infinity, Infinity];
  for (const [taker, line] of lines) {
    const ask = head(line, isLeft);
    const own = turns.startTagOf(taker);
    if (!ask || own > tag || (own === tag && ask.startTag >= startTag)) continue;
    [next, tag, startTag] = [ask, own, ask.startTag];
  }
  return next;
}

/** The start tag of an ask: the earliest of those who wait for it; Infinity while all are held. Each of theirs is looked up once. */
function tagsBy(turns: Turns, held?: ReadonlySet<string>): (ask: Ask) => number {
  const tags = new Map<string, number>();
  const tagOfTaker = (taker: string) => {
    const known = tags.get(taker) ?? (held?.has(taker) ? Infinity : turns.startTagOf(taker));
    tags.set(taker, known);
    return known;
  };
  return ({ takers }) => {
    let tag = Infinity;
    for (const taker of takers.keys()) tag = Math.min(tag, tagOfTaker(taker));
    return tag;
  };
}

const byStartTag = (one: Ask, other: Ask) => one.startTag - other.startTag;
