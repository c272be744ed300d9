import { GatewayError } from '../errors/gateway-error.ts';
import type { CallPlan, PlannedKey } from './explain/call-plan.ts';
import { laneOf } from './queue/lane.ts';
import type { Loads } from './request-loader.ts';

/**
 * Refuses what would take more calls of the exchange than an operation may, such as fields of the rows of a whole
 * answer, of which nobody knows beforehand how many there are.
 *
 * @param plan of what is known beforehand: that is not refused, in whatever order it comes
 * @param maxCalls no less than the plan has
 */
export function boundCalls(loader: Loads, plan: CallPlan, maxCalls: number): Loads {
  function take(planned: PlannedKey): void {
    if (plan.add(planned, maxCalls)) return;
    const { accountId, endpoint, lane, key } = planned;
    throw new GatewayError(
      'QUERY_TOO_EXPENSIVE',
      `The query takes more calls of the exchange than the ${maxCalls} that one may take. Ask for less in each query.`,
      { accountId, endpoint: endpoint.name, ...(lane !== null && { keys: [key] }) },
    );
  }

  return {
    async rows(accountId, endpoint, spec, key) {
      take({ accountId, endpoint, lane: laneOf(endpoint, spec), key });
      return loader.rows(accountId, endpoint, spec, key);
    },
    async whole(accountId, endpoint) {
      take({ accountId, endpoint, lane: null, key: '' });
      return loader.whole(accountId, endpoint);
    },
  };
}
