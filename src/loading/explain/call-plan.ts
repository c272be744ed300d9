import type { Endpoint } from '../../endpoints/declare.ts';
import type { Lane } from '../queue/lane.ts';

/** What is to be loaded of one lane. */
export interface PlannedLane {
  readonly accountId: string;
  readonly endpoint: Endpoint;
  /** null for a call without keys. */
  readonly lane: Lane | null;
  readonly keys: ReadonlySet<string>;
}

/** A key that is to be loaded; without lane and key, a call that names none. */
export interface PlannedKey {
  readonly accountId: string;
  readonly endpoint: Endpoint;
  readonly lane: Lane | null;
  readonly key: string;
}

/**
 * What one operation loads, and the most calls that it takes. It is told key by key, each as often as it comes. A search
 * for bad keys and what is tried again are not counted, as they are not what was asked for; nor is a call more for keys
 * that come to be known when others of their lane have left: nobody can tell before.
 */
export interface CallPlan {
  readonly lanes: () => readonly PlannedLane[];
  readonly calls: () => number;
  /** Adds a key, unless there would be more calls than that in all; tells whether it is in the plan now. */
  add(planned: PlannedKey, maxCalls?: number): boolean;
}

const callsOf = ({ lane }: Pick<PlannedLane, 'lane'>, keys: number) =>
  lane === null ? 1 : Math.ceil(keys / lane.max);

export function createCallPlan(): CallPlan {
  const lanes = new Map<string, PlannedLane & { readonly keys: Set<string> }>();
  let calls = 0;

  return {
    lanes: () => [...lanes.values()],
    calls: () => calls,
    add({ accountId, endpoint, lane, key }, maxCalls = Infinity) {
      const id = JSON.stringify([accountId, endpoint.name, lane?.id]);
      const known = lanes.get(id);
      if (known && (lane === null || known.keys.has(key))) return true;
      const planned = known ?? { accountId, endpoint, lane, keys: new Set() };
      const before = known ? callsOf(known, known.keys.size) : 0;
      const total = calls - before + callsOf(planned, planned.keys.size + 1);
      if (total > maxCalls) return false;
      calls = total;
      lanes.set(id, planned);
      if (lane !== null) planned.keys.add(key);
      return true;
    },
  };
}
