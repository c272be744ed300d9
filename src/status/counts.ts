import type { Clock } from '../time/clock.ts';

/** For so long it is known what has happened. */
export const windowMs = 300_000;
const slots = 10;
const slotMs = windowMs / slots;
/** Different things that are told apart; what else happens is counted as `others`. */
const maxThings = 1_000;

export interface Count {
  readonly times: number;
  /** When it happened first, without a pause of five minutes since. On the clock's monotonic scale. */
  readonly since: number;
}

/** How often what has happened in the last five minutes, in steps of half a minute. */
export interface Counts {
  add(what: string, times?: number): void;
  /** Most frequent first. */
  present(): readonly (readonly [what: string, count: Count])[];
}

interface Thing {
  readonly since: number;
  /** By the number of the slot. */
  readonly timesIn: Map<number, number>;
}

export function createCounts(clock: Clock): Counts {
  const things = new Map<string, Thing>();
  const slot = () => Math.floor(clock.now() / slotMs);

  /** Whether anything of it is left. */
  function isLeft({ timesIn }: Thing): boolean {
    const oldest = slot() - slots + 1;
    for (const one of timesIn.keys()) if (one < oldest) timesIn.delete(one);
    return timesIn.size > 0;
  }

  function forgetOld(): void {
    for (const [what, thing] of things) if (!isLeft(thing)) things.delete(what);
  }

  return {
    add(what, times = 1) {
      if (!things.has(what) && things.size >= maxThings) forgetOld();
      const name = things.has(what) || things.size < maxThings ? what : 'others';
      const known = things.get(name);
      const begun: Thing = { since: clock.now(), timesIn: new Map() };
      const thing = known && isLeft(known) ? known : begun;
      thing.timesIn.set(slot(), (thing.timesIn.get(slot()) ?? 0) + times);
      things.set(name, thing);
    },
    present() {
      forgetOld();
      return [...things]
        .map(([what, { since, timesIn }]) => {
          const times = timesIn.values().reduce((sum, one) => sum + one, 0);
          return [what, { times, since }] as const;
        })
        .toSorted(([, one], [, other]) => other.times - one.times);
    },
  };
}
