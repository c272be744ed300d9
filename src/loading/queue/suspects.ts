import type { Clock } from '../../time/clock.ts';
import type { Ask } from './ask.ts';
import type { KnownKeys } from './known-keys.ts';
import { Latest } from './latest.ts';

/** Takers that have lately asked for what the exchange refused. */
export interface Suspects {
  /** A call for these was refused. */
  add(asks: readonly Ask[]): void;
  /** Whether that was a short while ago. */
  has(taker: string): boolean;
}

/** For so long, who may have asked for a bad key is thought to have more such. */
const suspectLastsMs = 60_000;
const maxSuspects = 1_000;

export function createSuspects(isProven: KnownKeys['isProven'], clock: Clock): Suspects {
  const suspectedAt = new Latest<number>(maxSuspects);
  return {
    add(asks) {
      for (const taker of wantingBad(asks, isProven)) suspectedAt.set(taker, clock.now());
    },
    has: (taker) => clock.now() - (suspectedAt.get(taker) ?? -Infinity) < suspectLastsMs,
  };
}

/** Who may have asked for what is bad of a call: those who want its new keys, and whoever has left by now, perhaps to go unseen. */
function wantingBad(asks: readonly Ask[], isProven: KnownKeys['isProven']): readonly string[] {
  const here = new Set(asks.flatMap(({ takers }) => [...takers.keys()]));
  const wanting = asks.flatMap(({ id, takers }) => (isProven(id) ? [] : [...takers.keys()]));
  const charged = asks[0]?.attempts.at(-1)?.call.charges ?? [];
  return [...wanting, ...charged.flatMap(({ taker }) => (here.has(taker) ? [] : [taker]))];
}
