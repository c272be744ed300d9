import { LRUCache } from 'lru-cache';
import type { Clock } from '../../time/clock.ts';
import type { Ask } from './ask.ts';
import { atMost } from './at-most.ts';
import type { KnownKeys } from './known-keys.ts';

/** Takers that have lately asked for what the exchange refused. */
export interface Suspects {
  /** A call for these was refused. */
  add(asks: readonly Ask[]): void;
  /** These wait: while keys of a suspect have to, nothing tells that it has no bad ones any more. */
  doubt(asks: Iterable<Ask>): void;
  /** Whether that was a short while ago. */
  has(taker: string): boolean;
}

/** For so long, who may have asked for a bad key is thought to have more such. */
const suspectLastsMs = 60_000;
const maxSuspects = 1_000;

export function createSuspects(isProven: KnownKeys['isProven'], clock: Clock): Suspects {
  const suspectedUntil = new LRUCache<string, number>(atMost(maxSuspects));
  return {
    add(asks) {
      const until = clock.now() + suspectLastsMs;
      for (const taker of wantingBad(asks, isProven)) suspectedUntil.set(taker, until);
    },
    doubt(asks) {
      if (suspectedUntil.size === 0) return;
      const now = clock.now();
      for (const { id, takers, waiters } of asks) {
        if (isProven(id)) continue;
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
    },
    has: (taker) => clock.now() <= (suspectedUntil.get(taker) ?? -Infinity),
  };
}

/** Who may have asked for what is bad of a call: those who want its new keys, and whoever has left by now, perhaps to go unseen. */
function wantingBad(asks: readonly Ask[], isProven: KnownKeys['isProven']): readonly string[] {
  const here = new Set(asks.flatMap(({ takers }) => [...takers.keys()]));
  const wanting = asks.flatMap(({ id, takers }) => (isProven(id) ? [] : [...takers.keys()]));
  const charged = asks[0]?.attempts.at(-1)?.call.charges ?? [];
  return [...wanting, ...charged.flatMap(({ taker }) => (here.has(taker) ? [] : [taker]))];
}
