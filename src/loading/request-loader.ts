import DataLoader from 'dataloader';
import type { Endpoint, Fields } from '../endpoints/declare.ts';
import { accountNotFound } from '../errors/account-not-found.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Row } from '../exchange/decode.ts';
import type { Clock } from '../time/clock.ts';
import type { AccountLoader } from './account-loader.ts';
import { type Key, WHOLE } from './ask.ts';
import { callsOf, type ServingCall, type Ticket } from './serving-call.ts';
import type { Loading } from './dispatcher.ts';
import { laneId, type LaneSpec } from './lane-spec.ts';
import type { Patience } from './patience.ts';

/** Loads for one request: collects the keys of a tick, and asks no key twice. */
export interface RequestLoader {
  /**
   * The rows that answer one key, none when the exchange has none for it.
   * @throws GatewayError
   */
  rows<F extends Fields>(
    accountId: string,
    endpoint: Endpoint<F>,
    spec: LaneSpec,
    key: string,
  ): Promise<readonly Row<F>[]>;
  /**
   * The elements of `data` of the call that names no key.
   * @throws GatewayError
   */
  whole<F extends Fields>(
    accountId: string,
    endpoint: Endpoint<Fields, F>,
  ): Promise<readonly Row<F>[]>;
  /** The calls of the exchange that served the request so far. */
  calls(): readonly ServingCall[];
}

/** @param accounts those that the caller may read */
export function createRequestLoader(
  accounts: ReadonlyMap<string, AccountLoader>,
  patience: Patience,
  clock: Clock,
): RequestLoader {
  const lanes = new Map<string, DataLoader<Key, Loading>>();
  const tickets: Ticket[] = [];

  function laneOf(accountId: string, endpoint: Endpoint, spec: LaneSpec): DataLoader<Key, Loading> {
    const id = JSON.stringify([accountId, endpoint.name, laneId(spec)]);
    const known = lanes.get(id);
    if (known) return known;
    const account = accounts.get(accountId);
    if (!account) throw accountNotFound();
    const dispatcher = account.dispatcher(endpoint);
    const made = new DataLoader<Key, Loading>((keys) => {
      const loadings = dispatcher.load(spec, keys, patience);
      const askedAt = clock.now();
      for (const { waiter } of loadings) tickets.push({ accountId, waiter, askedAt });
      // Not the answers themselves, so that a slow call holds up only its own keys.
      return Promise.resolve(loadings);
    });
    lanes.set(id, made);
    return made;
  }

  async function load<F extends Fields>(
    lane: DataLoader<Key, Loading>,
    key: Key,
  ): Promise<readonly Row<F>[]> {
    const answer = await (await lane.load(key)).answer;
    if (answer instanceof GatewayError) throw answer;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- decoded by the declaration whose type the caller names
    return answer as readonly Row<F>[];
  }

  return {
    rows: async (accountId, endpoint, spec, key) => load(laneOf(accountId, endpoint, spec), key),
    whole: async (accountId, endpoint) =>
      load(laneOf(accountId, endpoint, wholeSpec(endpoint)), WHOLE),
    calls: () => callsOf(tickets),
  };
}

/** Calls without keys wait in the lane of the keys, which they can answer. */
function wholeSpec({ keys }: Endpoint): LaneSpec {
  return { by: Object.keys(keys)[0] ?? '', context: {} };
}
