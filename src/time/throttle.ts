import type { Cancel, Clock } from './clock.ts';

/** The same thing is told of again after this. */
const sameAfterMs = 60_000;
/** Anything is told of again after this. */
const anyAfterMs = 1_000;
/** Different things that are told apart at a time; what else happens is told as `other`. */
const maxThings = 20;

interface Thing<About> {
  /** How often it has happened since it was told of. */
  times: number;
  latest: About;
  toldAt: number;
}

/**
 * Tells of what may happen very often: of each thing at once and then once a minute, and no more than once a second in
 * all. Nothing is left out: what is held back is told later, with how often it happened.
 *
 * @param tell given what happened, how often it did since it was told of before, and the latest that was noted with it
 * @returns notes that something has happened
 */
export function createThrottle<About = void>(
  clock: Clock,
  tell: (what: string, times: number, latest: About) => void,
): (what: string, latest: About) => void {
  const things = new Map<string, Thing<About>>();
  let toldAt = -Infinity;
  /** When what is held back is looked at next. */
  let nextAt = Infinity;
  let cancel: Cancel = () => {};

  const dueAt = (thing: Thing<About>) => Math.max(thing.toldAt + sameAfterMs, toldAt + anyAfterMs);

  function forgetOld(): void {
    const before = clock.now() - sameAfterMs;
    for (const [what, thing] of things)
      if (thing.times === 0 && thing.toldAt <= before) things.delete(what);
  }

  function tellDue(): void {
    const waiting = [...things].filter(([, { times }]) => times > 0);
    const [next] = waiting.toSorted(([, one], [, other]) => dueAt(one) - dueAt(other));
    if (!next) return;
    const [what, thing] = next;
    const inMs = dueAt(thing) - clock.now();
    if (inMs > 0) {
      // What is new is not to wait for what was told of before.
      cancel();
      nextAt = dueAt(thing);
      cancel = clock.after(inMs, () => {
        nextAt = Infinity;
        tellDue();
      });
      return;
    }
    const { times } = thing;
    toldAt = thing.toldAt = clock.now();
    thing.times = 0;
    tell(what, times, thing.latest);
    tellDue();
  }

  return (what, latest) => {
    if (!things.has(what)) forgetOld();
    const name = things.has(what) || things.size < maxThings ? what : 'other';
    const thing = things.get(name) ?? { times: 0, latest, toldAt: -Infinity };
    thing.times += 1;
    thing.latest = latest;
    things.set(name, thing);
    if (dueAt(thing) < nextAt) tellDue();
  };
}
