import { endpoints } from '../../src/endpoints/endpoints.ts';
import type { SimulatedCall } from '../../src/simulator/exchange.ts';
import { busiestWindow } from '../support/windows.ts';

/** What the exchange saw of one account at one endpoint. */
export interface Traffic {
  readonly endpoint: string;
  readonly account: string;
  readonly calls: number;
  /** Turned away as one too many (50011). */
  readonly refused: number;
  /** Failed for any other reason. */
  readonly failed: number;
  /** Most calls that arrived within any window. */
  readonly busiest: number;
  /** Most that may. */
  readonly limit: number;
  readonly windowMs: number;
}

/** By endpoint and account, what arrived at the exchange, by its own clock. */
export function trafficOf(calls: readonly SimulatedCall[]): readonly Traffic[] {
  return endpoints.flatMap(({ declaration: { name: endpoint, limit } }) => {
    const arrived = calls.filter((call) => call.endpoint === endpoint);
    const byAccount = Map.groupBy(arrived, ({ accountId }) => accountId ?? 'unknown');
    return [...byAccount].map(([account, own]) => ({
      endpoint,
      account,
      calls: own.length,
      refused: own.filter(({ code }) => code === '50011').length,
      failed: own.filter(({ code }) => code !== '50011' && code !== '0').length,
      busiest: busiestWindow(own, endpoint, limit.windowMs),
      limit: limit.calls,
      windowMs: limit.windowMs,
    }));
  });
}

/** What must not be, a line each: more calls in a window than the exchange allows. */
export function windowMisses(traffic: readonly Traffic[]): readonly string[] {
  return traffic
    .filter(({ busiest, limit }) => busiest > limit)
    .map(
      ({ endpoint, account, busiest, limit }) =>
        `${busiest} calls of ${endpoint} of ${account} arrived in one window; the limit is ${limit}`,
    );
}
