import { type Budget, waitUntilFree } from './budget.ts';

/**
 * A budget that gives no lease while somebody else may use the limit, or have used it a moment ago.
 *
 * @param closedForMs for how many milliseconds from now that is at the least; 0 when it is over
 */
export function closable(budget: Budget, closedForMs: () => number): Budget {
  const { limit, turns } = budget;
  return {
    limit,
    turns,
    charges: () => budget.charges(),
    ...(budget.refresh && { refresh: budget.refresh }),
    inUse: () => (closedForMs() > 0 ? limit.calls : budget.inUse()),
    take: async (charges, kept) => (closedForMs() > 0 ? null : budget.take(charges, kept)),
    waitFor(calls) {
      const closedMs = closedForMs();
      const waitMs = budget.waitFor(calls);
      return closedMs > 0 ? Math.max(waitMs, closedMs + waitUntilFree(limit, calls, [])) : waitMs;
    },
  };
}
