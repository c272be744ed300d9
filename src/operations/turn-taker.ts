import { hash } from 'node:crypto';
import type { Caller } from '../callers/caller.ts';
import type { TurnTaker } from '../loading/patience.ts';

const known = new WeakMap<Caller, TurnTaker>();
/** Of the characters of a SHA-256: enough to tell callers apart, and of letters and digits only. */
const length = 16;

/** A caller as loading and Redis know it: by an id that tells nobody who it is. */
export function turnTakerOf(caller: Caller): TurnTaker {
  const before = known.get(caller);
  if (before) return before;
  const taker = { id: hash('sha256', caller.id).slice(0, length), weight: caller.weight };
  known.set(caller, taker);
  return taker;
}
