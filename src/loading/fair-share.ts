import type { Charge } from '../budget/turns.ts';
import type { RateLimit } from '../endpoints/declare.ts';
import {
  type Demands,
  demandsOf,
  greedyOf,
  nobody,
  takersOf,
  type Uses,
  usesOf,
} from './demands.ts';
import type { TurnTaker } from './patience.ts';
import type { Clock } from '../time/clock.ts';

/** Who has to leave leases to others at the moment. */
export interface Shares {
  /** Whether no other caller has wanted anything lately. */
  readonly isAlone: boolean;
  /** Those who want far more than their part: what they wait for is their own doing. The others are modest. */
  readonly greedy: ReadonlySet<string>;
  /** Those who want far more than their part by weight: only they wait for their turns, the others go by age. */
  readonly pressing: ReadonlySet<string>;
  /** Of the greedy ones, those who have their part: they leave to the modest ones the leases that are kept. */
  readonly yielding: ReadonlySet<string>;
  /** Those of them who may take no lease now, since no more are free than are kept. */
  readonly held: ReadonlySet<string>;
  /** Free leases that are left to the modest ones. */
  readonly kept: number;
  /** Leases in use for modest ones, if only in part. */
  readonly usedByModest: number;
}

/**
 * Wanting more calls than this is pressing. Callers who want about as much as each other have now more and now less, by chance:
 * going by that would have old keys wait for young ones. And one who wants a call or two does not wait for ever new callers.
 */
const tolerated = (share: number): number => share + Math.max(2, share / 2);

/** What the modest ones use is remembered for so long, on average, and who has wanted something. */
const memoryMs = 10_000;

/** How far above their average the calls of the modest ones may come, in roots of it. */
const spreads = 4;

// Before anything is noted, the same for all.
const noneInUse: readonly (readonly Charge[])[] = [];
const noUses: Uses = new Map();
const nobodyHasAny: Shares = {
  isAlone: true,
  greedy: nobody,
  pressing: nobody,
  yielding: nobody,
  held: nobody,
  kept: 0,
  usedByModest: 0,
};

/**
 * Keeps leases for those who want little from those who want far more than there is: without it the budget is used up at
 * each moment, and whoever comes with a single key waits for a lease to come back. What is kept is what the modest ones use
 * on average and four times the root of it more, which calls that come by chance hardly ever exceed, and the root of it
 * at the least. Each may use its part by weight in any case.
 */
export class FairShare {
  readonly #limit: number;
  readonly #clock: Clock;
  #averageOfModest = 0;
  /** Who has wanted something lately. */
  readonly #known = new Map<string, { readonly weight: number; readonly at: number }>();
  #notedAt: number;
  #inUseBefore: readonly (readonly Charge[])[] = noneInUse;
  #uses: Uses = noUses;
  #latest: Shares = nobodyHasAny;

  constructor({ calls }: RateLimit, clock: Clock) {
    this.#limit = calls;
    this.#clock = clock;
    this.#notedAt = clock.now();
  }

  /** The part by weight among those who have wanted something lately. */
  shareOf({ id, weight }: TurnTaker): number {
    const weights = this.#knownWeights();
    const own = this.#known.get(id)?.weight ?? 0;
    return (this.#limit * weight) / (weights - own + weight);
  }

  /** As it was when it was noted last. */
  latest(): Shares {
    return this.#latest;
  }

  /**
   * Notes what is used and wanted at the moment.
   *
   * @param inUse for whom each lease in use is
   * @param wants what waits to be sent
   */
  note(inUse: readonly (readonly Charge[])[], wants: Uses): Shares {
    const limit = this.#limit;
    // Mostly the same are in use as when it was looked at last.
    if (inUse !== this.#inUseBefore) this.#uses = usesOf(inUse);
    this.#inUseBefore = inUse;
    const demands = demandsOf(this.#uses, wants);
    this.#noteTakers(demands);
    const shareOfOne = limit / this.#knownWeights();
    const greedy = greedyOf(limit, demands, shareOfOne);
    const usedByModest = greedy.size === 0 ? inUse.length : countOfModest(inUse, greedy);
    this.#noteUse(usedByModest);
    const kept = this.#leftToModest(greedy, usedByModest);
    const yielding = takersOf(
      demands,
      ({ used, weight }, taker) => greedy.has(taker) && used >= shareOfOne * weight,
    );
    this.#latest = {
      isAlone: this.#known.size <= 1,
      greedy,
      pressing: takersOf(
        demands,
        ({ used, wanted, weight }) => used + wanted > tolerated(shareOfOne * weight),
      ),
      yielding,
      held: limit - inUse.length <= kept ? yielding : nobody,
      kept,
      usedByModest,
    };
    return this.#latest;
  }

  /** The weights of those who have wanted something lately. */
  #knownWeights(): number {
    const now = this.#clock.now();
    let weights = 0;
    for (const [taker, { weight, at }] of this.#known) {
      if (now - at > memoryMs) this.#known.delete(taker);
      else weights += weight;
    }
    return weights;
  }

  #noteTakers(demands: Demands): void {
    const at = this.#clock.now();
    for (const [taker, { weight }] of demands) this.#known.set(taker, { weight, at });
  }

  #noteUse(usedByModest: number): void {
    const now = this.#clock.now();
    this.#averageOfModest +=
      (1 - Math.exp((this.#notedAt - now) / memoryMs)) * (usedByModest - this.#averageOfModest);
    this.#notedAt = now;
  }

  /** What modest ones are likely to need beside what they use. */
  #leftToModest(greedy: ReadonlySet<string>, usedByModest: number): number {
    if (greedy.size === this.#known.size) return 0;
    const spread = Math.sqrt(this.#averageOfModest);
    return Math.ceil(Math.max(spread, this.#averageOfModest + spreads * spread - usedByModest));
  }
}

const countOfModest = (
  inUse: readonly (readonly Charge[])[],
  greedy: ReadonlySet<string>,
): number => inUse.filter((charges) => !isOfGreedy(charges, greedy)).length;

/** Whether a call is for greedy ones alone. */
export const isOfGreedy = (charges: readonly Charge[], greedy: Shares['greedy']): boolean =>
  charges.every(({ taker }) => greedy.has(taker));
