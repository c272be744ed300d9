import type { Charge } from '../budget/turns.ts';
import type { RateLimit } from '../endpoints/declare.ts';
import type { TurnTaker } from './patience.ts';
import type { Clock } from '../time/clock.ts';

/** What one taker has or wants. */
export interface Use {
  /** Calls, with the parts of those that it shares. */
  readonly calls: number;
  readonly weight: number;
}

/** Who has to leave leases to others at the moment. */
export interface Shares {
  /** Whether no other caller has wanted anything lately. */
  readonly isAlone: boolean;
  /** Those who want far more than their part: what they wait for is their own doing. */
  readonly greedy: ReadonlySet<string>;
  /** Those who want far more than their part by weight: only they wait for their turns, the others go by age. */
  readonly pressing: ReadonlySet<string>;
  /** Of the greedy ones, those who may take no lease now. */
  readonly held: ReadonlySet<string>;
  /** Free leases that are left to the others. */
  readonly kept: number;
  /** Leases in use for the others, if only in part. */
  readonly usedByOthers: number;
}

type Uses = ReadonlyMap<string, Use>;

/** Wanting so many times the fair level is greedy; callers who want about as much as each other never are. */
const greedyTimes = 2;
/**
 * And wanting more calls than this is pressing. Callers who want about as much as each other have now more and now less, by chance:
 * going by that would have old keys wait for young ones. And one who wants a call or two does not wait for ever new callers.
 */
const tolerated = (share: number): number => share + Math.max(2, share / 2);

/** What the others use is remembered for so long, on average, and who they are. */
const memoryMs = 10_000;

/** How far above their average the calls of the others may come, in roots of it. */
const spreads = 4;

/**
 * Keeps leases for those who want little from those who want far more than there is: without it the budget is used up at
 * each moment, and whoever comes with a single key waits for a lease to come back. What is kept is what the others use
 * on average and four times the root of it more, which calls that come by chance hardly ever exceed, and the root of it
 * at the least. Each may use its part by weight in any case.
 */
export function createFairShare({ calls: limit }: RateLimit, clock: Clock) {
  let average = 0;
  /** Who has wanted something lately. */
  const known = new Map<string, { readonly weight: number; readonly at: number }>();
  let lookedAt = clock.now();
  let latest: Shares = {
    isAlone: true,
    greedy: new Set(),
    pressing: new Set(),
    held: new Set(),
    kept: 0,
    usedByOthers: 0,
  };

  function remember(usedByOthers: number): void {
    const now = clock.now();
    for (const [taker, { at }] of known) if (now - at > memoryMs) known.delete(taker);
    average += (1 - Math.exp((lookedAt - now) / memoryMs)) * (usedByOthers - average);
    lookedAt = now;
  }

  /** The part by weight among those who have wanted something lately. */
  function shareOf({ id, weight }: TurnTaker): number {
    const now = clock.now();
    const others = known.entries().map(([taker, other]) => {
      const isAway = taker === id || now - other.at > memoryMs;
      return isAway ? 0 : other.weight;
    });
    return (limit * weight) / (weight + sum(others));
  }

  return {
    shareOf,
    /** As it was when it was looked at last. */
    latest: () => latest,
    /**
     * @param inUse for whom each lease in use is
     * @param wants what waits to be sent
     */
    look(inUse: readonly (readonly Charge[])[], wants: Uses): Shares {
      const uses = usesOf(inUse);
      const demands = sumOf(uses, wants);
      const level = greedyTimes * fairLevel(limit, demands);
      const greedy = new Set<string>();
      for (const [taker, { calls, weight }] of demands)
        if (wants.has(taker) && calls / weight > level) greedy.add(taker);

      const isForOthers = (charges: readonly Charge[]) =>
        !charges.every(({ taker }) => greedy.has(taker));
      const usedByOthers = inUse.filter(isForOthers).length;
      remember(usedByOthers);
      for (const [taker, { weight }] of demands) known.set(taker, { weight, at: clock.now() });
      const spread = Math.sqrt(average);
      const hasOthers = known.keys().some((taker) => !greedy.has(taker));
      const kept = hasOthers
        ? Math.ceil(Math.max(spread, average + spreads * spread - usedByOthers))
        : 0;
      const weights = sum(known.values().map(({ weight }) => weight));
      const partOf = (weight: number) => (limit * weight) / weights;
      const hasItsPart = (id: string) => {
        const { calls, weight } = uses.get(id) ?? { calls: 0, weight: 1 };
        return calls >= partOf(weight);
      };
      const isScarce = limit - inUse.length <= kept;
      const held = new Set(isScarce ? [...greedy].filter(hasItsPart) : []);
      const pressing = new Set<string>();
      for (const [id, { calls, weight }] of demands)
        if (calls > tolerated(partOf(weight))) pressing.add(id);
      latest = { isAlone: known.size <= 1, greedy, pressing, held, kept, usedByOthers };
      return latest;
    },
  };
}

/**
 * The calls by weight that each may have at most so that all have what they want or as much as each other. Infinity
 * when there is enough for all.
 */
function fairLevel(limit: number, demands: Uses): number {
  let left = limit;
  let weights = sum(demands.values().map(({ weight }) => weight));
  const byNeed = [...demands.values()].toSorted((a, b) => a.calls / a.weight - b.calls / b.weight);
  for (const { calls, weight } of byNeed) {
    const level = left / weights;
    if (calls / weight > level) return level;
    left -= calls;
    weights -= weight;
  }
  return Infinity;
}

function usesOf(calls: Iterable<readonly Charge[]>): Uses {
  const uses = new Map<string, Use>();
  for (const charges of calls) {
    for (const { taker, part, weight } of charges)
      uses.set(taker, { calls: (uses.get(taker)?.calls ?? 0) + part, weight });
  }
  return uses;
}

function sumOf(one: Uses, other: Uses): Uses {
  const both = new Map(one);
  for (const [taker, { calls, weight }] of other)
    both.set(taker, { calls: (both.get(taker)?.calls ?? 0) + calls, weight });
  return both;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
