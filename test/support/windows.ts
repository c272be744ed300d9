import type { SimulatedCall } from '../../src/simulator/exchange.ts';

/** The most calls of one account that arrived at an endpoint within any window, by the exchange's own count. */
export function busiestWindow(
  calls: readonly SimulatedCall[],
  endpoint: string,
  windowMs: number,
): number {
  const accounts = Map.groupBy(
    calls.filter((call) => call.endpoint === endpoint),
    ({ accountId }) => accountId,
  );
  let most = 0;
  for (const own of accounts.values()) {
    const times = own.map(({ at }) => at).toSorted((a, b) => a - b);
    for (let first = 0, last = 0; last < times.length; last += 1) {
      while ((times[last] ?? 0) - (times[first] ?? 0) >= windowMs) first += 1;
      most = Math.max(most, last - first + 1);
    }
  }
  return most;
}
