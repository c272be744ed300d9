import type { GatewayError } from '../../errors/gateway-error.ts';
import {
  type Answer,
  type Ask,
  type CallRecord,
  createAsk,
  type Place,
  sharedLabel,
  type Waiter,
} from './ask.ts';

// All that happens to asks and to those who wait for them. Nothing else writes either.

/** Calls that are kept of an ask, to be told to those whom it serves. */
const maxAttempts = 10;

/** An ask as it is seen here alone. */
type OwnAsk = { -readonly [Name in keyof Ask]: Ask[Name] };

/** Has one wait for the answer of an ask. */
export function waitOn(ask: OwnAsk, askedAt: number, freshAfter: number): Waiter {
  const { promise: answer, resolve } = Promise.withResolvers<Answer>();
  const waiter: Waiter = { ask, askedAt, freshAfter, answer, resolve };
  ask.joins += 1;
  if (ask.answer) resolve(ask.answer);
  else ask.waiters.add(waiter);
  return waiter;
}

/** Lets one wait no longer; false for one who did not. */
export const stopWaiting = (waiter: Waiter): boolean => waiter.ask.waiters.delete(waiter);

/** Gives an ask that waits the place of another one where that is better, and what is wanted of both. */
export function advance(ask: OwnAsk, { startTag, isFirst, freshAfter }: Place): void {
  ask.startTag = Math.min(ask.startTag, startTag);
  ask.isFirst ||= isFirst;
  ask.freshAfter = Math.max(ask.freshAfter, freshAfter);
}

/** Takes over the waiters of another ask for the same key. */
export function absorb(ask: OwnAsk, other: Ask): void {
  advance(ask, other);
  move(other, ask, () => true);
  ask.joins += other.joins;
}

/** Moves some of those who wait to an ask of their own. */
export function splitOff(ask: Ask, which: (waiter: Waiter) => boolean): Ask {
  const part: OwnAsk = createAsk(ask.lane, ask.key, ask, false);
  part.joins = move(ask, part, which);
  return part;
}

/** @returns how many there were */
function move(from: Ask, to: Ask, which: (waiter: Waiter) => boolean): number {
  const moving = [...from.waiters].filter(which);
  for (const waiter of moving) {
    from.waiters.delete(waiter);
    rewait(waiter, to);
  }
  return moving.length;
}

function rewait(waiter: { -readonly [Name in keyof Waiter]: Waiter[Name] }, ask: Ask): void {
  waiter.ask = ask;
  ask.waiters.add(waiter);
}

/** Notes that a call is made for an ask. */
export function markSent(ask: OwnAsk, call: CallRecord): void {
  const number = (ask.attempts.at(-1)?.number ?? 0) + 1;
  ask.attempts = [...ask.attempts.slice(1 - maxAttempts), { number, call }];
  ask.sentAt = call.sentAt;
  ask.label = sharedLabel(ask.laneId, ask.key);
}

/** Notes that an ask is to be sent again. */
export function markWaiting(ask: OwnAsk): void {
  ask.sentAt = null;
}

/** Puts asks into a call of their own. */
export function setApart(asks: readonly OwnAsk[], startTag: number): void {
  const label = Symbol('apart');
  for (const ask of asks) {
    ask.label = label;
    ask.startTag = startTag;
  }
}

/** Notes that a whole answer came, and whether it lacked the key of an ask. */
export function noteWhole(ask: OwnAsk, lacked: boolean): void {
  ask.byName = lacked;
}

/** Notes a fault that may pass. */
export function noteFault(ask: OwnAsk, error: GatewayError, isFailure: boolean): void {
  ask.lastError = error;
  if (isFailure) ask.failures += 1;
}

/** Notes that an ask is sent again because what was wrong has been set right. */
export function noteRepeat(ask: OwnAsk): void {
  ask.repeated = true;
}

/**
 * Answers all who wait.
 * @param by the ask whose calls brought the answer
 */
export function answerAsk(ask: OwnAsk, answer: Answer, by: Ask = ask): void {
  ask.answer = answer;
  ask.attempts = by.attempts;
  for (const { resolve } of ask.waiters) resolve(answer);
  ask.waiters.clear();
}
