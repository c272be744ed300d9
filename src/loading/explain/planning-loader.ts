import type { Fields } from '../../endpoints/declare.ts';
import { accountNotFound } from '../../errors/account-not-found.ts';
import type { Row } from '../../exchange/decode.ts';
import type { AccountLoader } from '../account-loader.ts';
import { type Lane, laneOf } from '../queue/lane.ts';
import type { Loads } from '../request-loader.ts';
import { type CallPlan, createCallPlan, type PlannedKey, type PlannedLane } from './call-plan.ts';

/** The most calls that one lane would make for a request: fresh answers and whole ones may save some. */
export interface PlannedCalls {
  readonly accountId: string;
  readonly endpoint: string;
  /** null for a call that names none. */
  readonly keys: readonly string[] | null;
  /** The other parameters of the calls. */
  readonly params: Lane['params'];
  /** Each takes a lease. */
  readonly calls: number;
  /** Milliseconds until the last of them can be sent at the soonest, behind what waits and what is planned above. */
  readonly waitMs: number;
}

/** Loads nothing, answers each key with an empty row, and tells what loading would have taken. */
export interface PlanningLoader {
  readonly loader: Loads;
  readonly callPlan: CallPlan;
  plan(): readonly PlannedCalls[];
}

export function createPlanningLoader(accounts: ReadonlyMap<string, AccountLoader>): PlanningLoader {
  const callPlan = createCallPlan();

  function add(planned: PlannedKey): void {
    if (!accounts.has(planned.accountId)) throw accountNotFound(planned.accountId);
    callPlan.add(planned);
  }

  /** @param before calls of the same budget that were planned already; grows by those of the lane */
  function tell({ accountId, endpoint, lane, keys }: PlannedLane, before: Map<string, number>) {
    const budget = JSON.stringify([accountId, endpoint.name]);
    const calls = lane === null ? 1 : Math.ceil(keys.size / lane.max);
    const total = (before.get(budget) ?? 0) + calls;
    before.set(budget, total);
    return {
      accountId,
      endpoint: endpoint.name,
      keys: lane === null ? null : [...keys],
      params: lane?.params ?? {},
      calls,
      waitMs: Math.ceil(accounts.get(accountId)?.dispatcher(endpoint).waitFor(total) ?? 0),
    };
  }

  return {
    loader: {
      async rows<F extends Fields>(...[accountId, endpoint, spec, key]: Parameters<Loads['rows']>) {
        add({ accountId, endpoint, lane: laneOf(endpoint, spec), key });
        const row = { accountId, params: '', asOf: new Date(0), [spec.by]: key };
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fields that were not loaded read as null
        return [row as unknown as Row<F>];
      },
      async whole(accountId, endpoint) {
        add({ accountId, endpoint, lane: null, key: '' });
        return [];
      },
    },
    callPlan,
    plan() {
      const before = new Map<string, number>();
      return callPlan.lanes().map((planned) => tell(planned, before));
    },
  };
}
