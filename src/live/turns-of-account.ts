import { watchPeriods } from '../time/watch-periods.ts';

const { shortest, longest } = watchPeriods;

/**
 * How often it is looked at, at least as often as is asked for: the shortest period times a power of two. So
 * whoever looks less often does it when others look anyway, and many who watch cost the calls of the one who looks most often.
 */
export function periodOf(everyMs: number): number {
  return shortest * 2 ** Math.floor(Math.log2(everyMs / shortest));
}

/**
 * When an account is looked at next, on the clock's monotonic scale.
 *
 * @param period as `periodOf` gives it
 * @param offset of the account, so that not all accounts are looked at in the same moment
 */
export function nextTurn(now: number, period: number, offset: number): number {
  return Math.floor((now - offset) / period + 1) * period + offset;
}

/** That of an account, the same for each period: from 0 up to the longest one. */
export function offsetOf(accountId: string): number {
  let sum = 0;
  for (const letter of accountId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % longest;
  return sum;
}
