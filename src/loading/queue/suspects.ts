import type { Clock } from '../../time/clock.ts';
import { type Ask, isAlone, rejoinLane } from './ask.ts';
import type { KnownKeys } from './known-keys.ts';
import { Latest } from './latest.ts';

/** For so long, who may have asked for a bad key is thought to have more such. */
const suspectLastsMs = 60_000;
const maxSuspects = 1_000;

/** Takers that have lately asked for what the exchange refused. */
export class Suspects {
  readonly #known: KnownKeys;
  readonly #clock: Clock;
  readonly #suspectedUntil = new Latest<number>(maxSuspects);

  constructor(known: KnownKeys, clock: Clock) {
    this.#known = known;
    this.#clock = clock;
  }

  /** A call for these was refused. */
  add(asks: readonly Ask[]): void {
    const until = this.#clock.now() + suspectLastsMs;
    for (const taker of wantingBad(asks, this.#known)) this.#suspectedUntil.set(taker, until);
  }

  /** Whether that was a short while ago, or something that it asked for then still waits. */
  has(taker: string): boolean {
    return this.#clock.now() <= (this.#suspectedUntil.get(taker) ?? -Infinity);
  }

  /** Looks at what waits: keeps up suspicions, and has what others want by now share calls again. To be done before each call. */
  review(waiting: Iterable<Ask>): void {
    if (this.#suspectedUntil.size === 0) return;
    const isNew = ({ id }: Ask) => !this.#known.isProven(id) && !this.#known.refusalOf(id);
    const asks = [...waiting].filter(isNew);
    for (const ask of asks) this.#keepUp(ask);
    // Whoever has come to want a key while others are searched for bad ones takes no call more for that.
    for (const ask of asks)
      if (isAlone(ask) && !ask.takers.keys().every((taker) => this.has(taker))) rejoinLane(ask);
  }

  /** While new keys of a suspect have to wait, nothing tells that it has no bad ones any more. */
  #keepUp({ takers, waiters }: Ask): void {
    const now = this.#clock.now();
    for (const taker of takers.keys()) {
      const until = this.#suspectedUntil.get(taker) ?? Infinity;
      if (until >= now) continue;
      // One that asks anew when its time is over is trusted.
      const isOld = waiters
        .values()
        .some((waiter) => waiter.taker.id === taker && waiter.askedAt <= until);
      if (isOld) this.#suspectedUntil.set(taker, now);
    }
  }
}

/** Who may have asked for what is bad of a call: those who want its new keys, and whoever has left by now, perhaps to go unseen. */
function wantingBad(asks: readonly Ask[], known: KnownKeys): readonly string[] {
  const here = new Set(asks.flatMap(({ takers }) => [...takers.keys()]));
  const wanting = asks.flatMap(({ id, takers }) => (known.isProven(id) ? [] : [...takers.keys()]));
  const charged = asks[0]?.attempts.at(-1)?.call.charges ?? [];
  return [...wanting, ...charged.flatMap(({ taker }) => (here.has(taker) ? [] : [taker]))];
}
