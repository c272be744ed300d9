import type { Charge } from '../budget/turns.ts';

/** What one taker has, or what it wants. */
export interface Use {
  /** Calls, with the parts of those that it shares. */
  readonly calls: number;
  readonly weight: number;
}

export type Uses = ReadonlyMap<string, Use>;
export type Demands = ReadonlyMap<string, Demand>;

/** What one taker has and wants together. */
export interface Demand {
  readonly used: number;
  readonly wanted: number;
  readonly weight: number;
}

/** Wanting so many times the own part is greedy; callers who want about as much as each other never are. */
const greedyTimes = 2;
/** It is looked at for each call, and mostly there is nobody. */
export const nobody: ReadonlySet<string> = new Set();

export function usesOf(inUse: readonly (readonly Charge[])[]): Uses {
  const uses = new Map<string, { calls: number; readonly weight: number }>();
  for (const charges of inUse) {
    for (const { taker, part, weight } of charges) {
      const use = uses.get(taker);
      if (use) use.calls += part;
      else uses.set(taker, { calls: part, weight });
    }
  }
  return uses;
}

export function demandsOf(uses: Uses, wants: Uses): Demands {
  const demands = new Map<string, Demand>();
  for (const [taker, { calls, weight }] of uses)
    demands.set(taker, { used: calls, wanted: wants.get(taker)?.calls ?? 0, weight });
  for (const [taker, { calls, weight }] of wants)
    if (!uses.has(taker)) demands.set(taker, { used: 0, wanted: calls, weight });
  return demands;
}

/** Those of whom something holds. */
export function takersOf(
  demands: Demands,
  holds: (demand: Demand, taker: string) => boolean,
): ReadonlySet<string> {
  let takers: Set<string> | undefined;
  for (const [taker, demand] of demands)
    if (holds(demand, taker)) (takers ??= new Set()).add(taker);
  return takers ?? nobody;
}

const callsOf = ({ used, wanted }: Demand): number => used + wanted;

/**
 * Those who want more than the fair level, and far more than their part.
 *
 * @param shareOfOne the part by weight of a caller whose weight is 1
 */
export function greedyOf(limit: number, demands: Demands, shareOfOne: number): ReadonlySet<string> {
  let total = 0;
  for (const demand of demands.values()) total += callsOf(demand);
  // There is enough for all.
  if (total <= limit) return nobody;
  const level = Math.max(fairLevel(limit, demands), greedyTimes * shareOfOne);
  return takersOf(
    demands,
    (demand) => demand.wanted > 0 && callsOf(demand) / demand.weight > level,
  );
}

/** The calls by weight that each may have at most so that all have what they want or as much as each other. */
function fairLevel(limit: number, demands: Demands): number {
  const byNeed = [...demands.values()].toSorted(
    (a, b) => callsOf(a) / a.weight - callsOf(b) / b.weight,
  );
  let left = limit;
  let weights = 0;
  for (const { weight } of byNeed) weights += weight;
  for (const demand of byNeed) {
    const level = left / weights;
    if (callsOf(demand) / demand.weight > level) return level;
    left -= callsOf(demand);
    weights -= demand.weight;
  }
  return Infinity;
}
