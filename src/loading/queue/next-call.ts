import type { Charge, Turns } from '../../budget/turns.ts';
import type { Use } from '../demands.ts';
import type { Shares } from '../fair-share.ts';
import type { Ask, CallRecord } from './ask.ts';
import type { KnownKeys } from './known-keys.ts';
import type { Suspects } from './suspects.ts';
import type { WholeAnswers } from './whole-answers.ts';

/** A call that is to be made, and the asks that it is made for. */
export interface NextCall {
  readonly asks: readonly Ask[];
  readonly call: CallRecord;
}

export type Waiting = ReadonlyMap<string, Ask>;
/** Knows the whole call, waiting or under way, that may answer an ask. */
export type Covers = Pick<WholeAnswers, 'coverOf'>;

/** By what the next call is found. */
interface Order {
  readonly wholes: Covers;
  readonly turns: Turns;
  readonly shares?: Shares | undefined;
  /** Whose call it is, and nobody else's: others only fill it up. Default: anybody's. */
  readonly payers?: ReadonlySet<string> | undefined;
}

/** By what it is told which keys may well be refused. */
interface Doubts {
  readonly known: Pick<KnownKeys, 'isProven'>;
  readonly suspects: Pick<Suspects, 'has' | 'review'>;
}

/** The ask that is sent next: of the caller whose turn it is the earliest. A whole call goes when the first that it covers would. */
export function nextAsk(waiting: Waiting, order: Order): Ask | undefined {
  const { wholes } = order;
  const tagOf = tagsBy(order);
  let next: Ask | undefined;
  let tag = Infinity;
  let startTag = Infinity;
  for (const waiter of waiting.values()) {
    const ask = wholes.coverOf(waiter) ?? waiter;
    // Covered by a call that is under way: its answer is awaited.
    if (waiting.get(ask.id) !== ask) continue;
    const own = tagOf(waiter);
    if (own === Infinity || own > tag || (own === tag && waiter.startTag >= startTag)) continue;
    next = ask;
    tag = own;
    startTag = waiter.startTag;
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
  { known, suspects }: Doubts,
): readonly Ask[] {
  suspects.review(waiting.values());
  const next = nextAsk(waiting, order);
  if (!next) return [];
  // As it mostly is.
  if (waiting.size === 1) return [next];
  const { wholes, shares } = order;
  const tagOf = tagsBy(order);
  const group = [...waiting.values()].filter(
    (ask) => ask.group === next.group && !wholes.coverOf(ask),
  );
  const isClear = ({ id, takers }: Ask) =>
    known.isProven(id) || !takers.keys().every((taker) => suspects.has(taker));
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
export function wantsOf(asks: readonly Ask[]): ReadonlyMap<string, Use> {
  const sizes = new Map<Ask['group'], number>();
  for (const { group } of asks) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const wants = new Map<string, { calls: number; readonly weight: number }>();
  for (const { group, lane, takers } of asks) {
    const size = sizes.get(group) ?? 1;
    const part = Math.ceil(size / lane.max) / size / takers.size;
    for (const [taker, { weight }] of takers) {
      const use = wants.get(taker);
      if (use) use.calls += part;
      else wants.set(taker, { calls: part, weight });
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

/** How far those who wait for an ask are ahead, at the least: of who is not pressing it is nothing. Infinity where none of them may lead a call. */
function tagsBy({ turns, shares, payers }: Order): (ask: Ask) => number {
  // It is asked for each ask that waits, and mostly all may go by their age.
  if (!payers && !shares?.held.size && !shares?.pressing.size) return () => 0;
  const tags = new Map<string, number>();
  const tagOfTaker = (taker: string) => {
    const known = tags.get(taker);
    if (known !== undefined) return known;
    const mayNot = shares?.held.has(taker) || payers?.has(taker) === false;
    const lead = shares?.pressing.has(taker) ? turns.leadOf(taker) : 0;
    const tag = mayNot ? Infinity : lead;
    tags.set(taker, tag);
    return tag;
  };
  return ({ takers }) => {
    let tag = Infinity;
    for (const taker of takers.keys()) tag = Math.min(tag, tagOfTaker(taker));
    return tag;
  };
}

export const byStartTag = (one: Ask, other: Ask) => one.startTag - other.startTag;
