import type { Endpoint, Fields } from '../endpoints/declare.ts';
import { accountNotFound } from '../errors/account-not-found.ts';
import type { Row } from '../exchange/decode.ts';
import type { AccountLoader } from './account-loader.ts';
import type { LaneSpec } from './lane-form.ts';
import type { RequestLoader } from './request-loader.ts';

/** The calls that one lane would make for a request, if nothing that is young could be used again. */
export interface PlannedCalls {
  readonly accountId: string;
  readonly endpoint: string;
  /** null for a call that names none. */
  readonly keys: readonly string[] | null;
  /** Each takes a lease. */
  readonly calls: number;
  /** Milliseconds until the last of them can be sent at the soonest, behind all that waits already. */
  readonly waitMs: number;
}

/** Loads nothing, answers each key with an empty row, and tells what loading would have taken. */
export interface PlanningLoader {
  readonly loader: RequestLoader;
  plan(): readonly PlannedCalls[];
}

interface PlannedLane {
  readonly accountId: string;
  readonly endpoint: Endpoint;
  readonly by: string | null;
  readonly keys: Set<string>;
}

export function createPlanningLoader(accounts: ReadonlyMap<string, AccountLoader>): PlanningLoader {
  const lanes = new Map<string, PlannedLane>();

  function laneOf(accountId: string, endpoint: Endpoint, spec: LaneSpec | null): PlannedLane {
    if (!accounts.has(accountId)) throw accountNotFound();
    const id = JSON.stringify([
      accountId,
      endpoint.name,
      spec && [spec.by, Object.entries(spec.context)],
    ]);
    const lane = lanes.get(id) ?? { accountId, endpoint, by: spec?.by ?? null, keys: new Set() };
    lanes.set(id, lane);
    return lane;
  }

  function planned({ accountId, endpoint, by, keys }: PlannedLane): PlannedCalls {
    const calls = by === null ? 1 : Math.ceil(keys.size / (endpoint.keys[by]?.max ?? 1));
    const waitMs = accounts.get(accountId)?.dispatcher(endpoint).waitFor(calls) ?? 0;
    return {
      accountId,
      endpoint: endpoint.name,
      keys: by === null ? null : [...keys],
      calls,
      waitMs: Math.ceil(waitMs),
    };
  }

  return {
    loader: {
      async rows<F extends Fields>(
        accountId: string,
        endpoint: Endpoint<F>,
        spec: LaneSpec,
        key: string,
      ) {
        laneOf(accountId, endpoint, spec).keys.add(key);
        const row = { accountId, asOf: new Date(0), [spec.by]: key };
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fields that were not loaded read as null
        return [row as unknown as Row<F>];
      },
      async whole(accountId, endpoint) {
        laneOf(accountId, endpoint, null);
        return [];
      },
      calls: () => [],
    },
    plan: () => [...lanes.values()].map(planned),
  };
}
