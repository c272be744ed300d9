import type { Clock } from '../../time/clock.ts';
import { type Ask, isAlone, rejoinLane } from './ask.ts';
import type { KnownKeys } from './known-keys.ts';
import { Latest } from './latest.ts';

/** Takers that have lately asked for what the exchange refused. */
export interface Suspects {
  /** A call for these was refused. */
  add(asks: readonly Ask[]): void;
  /** Whether that was a short while ago, or something that it asked for then still waits. */
  has(taker: string): boolean;
  /** Looks at what waits: keeps up suspicions, and has what others want by now share calls again. To be done before each call. */
  review(waiting: Iterable<Ask>): void;
}

/** For so long, who may have asked for a bad key is thought to have more such. */
const suspectLastsMs = 60_000;
const maxSuspects = 1_000;

export function createSuspects(known: KnownKeys, clock: Clock): Suspects {
  const suspectedUntil = new Latest<number>(maxSuspects);
  const has = (taker: string) => clock.now() <= (suspectedUntil.get(taker) ?? -Infinity);

  /** While new keys of a suspect have to wait, nothing tells that it has no bad ones any more. */
  function keepUp({ takers, waiters }: Ask): void {
    const now = clock.now();
    for (const taker of takers.keys()) {
      const until = suspectedUntil.get(taker) ?? Infinity;
      if (until >= now) continue;
      // One that asks anew when its time is over is trusted.
      const isOld = waiters
        .values()
        .some((waiter) => waiter.taker.id === taker && waiter.askedAt <= until);
      if (isOld) suspectedUntil.set(taker, now);
    }
  }

  return {
    add(asks) {
      const until = clock.now() + suspectLastsMs;
      for (const taker of wantingBad(asks, known.isProven)) suspectedUntil.set(taker, until);
    },
    has,
    review(waiting) {
      if (suspectedUntil.size === 0) return;
      const isNew = ({ id }: Ask) => !known.isProven(id) && !known.refusalOf(id);
      const asks = [...waiting].filter(isNew);
      for (const ask of asks) keepUp(ask);
      // Whoever has come to want a key while others are searched for bad ones takes no call more for that.
      for (const ask of asks) if (isAlone(ask) && !ask.takers.keys().every(has)) rejoinLane(ask);
    },
  };
}

/** Who may have asked for what is bad of a call: those who want its new keys, and whoever has left by now, perhaps to go unseen. */
function wantingBad(asks: readonly Ask[], isProven: KnownKeys['isProven']): readonly string[] {
  const here = new Set(asks.flatMap(({ takers }) => [...takers.keys()]));
  const wanting = asks.flatMap(({ id, takers }) => (isProven(id) ? [] : [...takers.keys()]));
  const charged = asks[0]?.attempts.at(-1)?.call.charges ?? [];
  return [...wanting, ...charged.flatMap(({ taker }) => (here.has(taker) ? [] : [taker]))];
}
