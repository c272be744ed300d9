import type { Operation } from '../../telemetry/telemetry.ts';
import { answerAsk, type Ask, type Answer, createAsk, type OwnAsk, type Waiter } from './ask.ts';

/** Has one wait for the answer of an ask. */
export function waitOn(ask: OwnAsk, waits: Omit<Waiter, 'ask' | 'answer' | 'resolve'>): Waiter {
  const { promise: answer, resolve } = Promise.withResolvers<Answer>();
  const waiter: Waiter = { ask, ...waits, answer, resolve };
  ask.joins += 1;
  if (ask.answer) resolve(ask.answer);
  else add(ask, waiter);
  return waiter;
}

/** Has one wait no longer; false when it did not. */
export function leave(waiter: Waiter): boolean {
  const { waiters, takers } = waiter.ask;
  if (!waiters.delete(waiter)) return false;
  const { id } = waiter.taker;
  const taker = takers.get(id);
  if (taker && (taker.waiters -= 1) === 0) takers.delete(id);
  return true;
}

function add({ waiters, takers }: Ask, waiter: Waiter): void {
  waiters.add(waiter);
  const { id, weight } = waiter.taker;
  const taker = takers.get(id);
  if (taker) taker.waiters += 1;
  else takers.set(id, { weight, waiters: 1 });
}

/** Has an ask stand for another one for the same key, and takes over who waits for that. */
export function absorb(ask: OwnAsk, other: Ask): void {
  ask.startTag = Math.min(ask.startTag, other.startTag);
  ask.isFirst ||= other.isFirst;
  ask.yields &&= other.yields;
  ask.freshAfter = Math.max(ask.freshAfter, other.freshAfter);
  ask.joins += other.joins;
  for (const waiter of other.waiters) move(waiter, ask);
}

/** Moves some of those who wait to an ask of their own. The turn of the others begins with the first of them. */
export function splitOff(ask: OwnAsk, which: (waiter: Waiter) => boolean): Ask {
  const part: OwnAsk = createAsk(ask.lane, ask.key, ask);
  let first = Infinity;
  for (const waiter of ask.waiters) {
    if (!which(waiter)) continue;
    move(waiter, part);
    part.joins += 1;
  }
  for (const { askedAt } of ask.waiters) first = Math.min(first, askedAt);
  ask.startTag = Math.max(ask.startTag, first);
  return part;
}

function move(waiter: { -readonly [Name in keyof Waiter]: Waiter[Name] }, ask: Ask): void {
  leave(waiter);
  waiter.ask = ask;
  add(ask, waiter);
}

/** Those that wait for what has never been sent. */
export const unsentOf = (asks: ReadonlyMap<string, Ask>): readonly Waiter[] =>
  [...asks.values()].flatMap(({ attempts, waiters }) =>
    attempts.length === 0 ? [...waiters] : [],
  );

/** Answers each of some asks. */
export function settle(asks: readonly Ask[], answerOf: (ask: Ask) => Answer): void {
  for (const ask of asks) answerAsk(ask, answerOf(ask));
}

/** Those that wait for some asks. One can do so for several of them. */
export function* operationsOf(asks: readonly Ask[]): Iterable<Operation> {
  for (const { waiters } of asks)
    for (const { operation } of waiters) if (operation) yield operation;
}
