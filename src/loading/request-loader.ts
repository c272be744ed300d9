import DataLoader from 'dataloader';
import type { Endpoint, Fields } from '../endpoints/declare.ts';
import { accountNotFound } from '../errors/account-not-found.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Row } from '../exchange/decode.ts';
import type { ServedBy } from '../telemetry/telemetry.ts';
import type { AccountLoader } from './account-loader.ts';
import type { Flow } from './dispatcher.ts';
import { servedBy } from './explain/served-by.ts';
import { callsOf, chargedOf, type ServingCall } from './explain/serving-call.ts';
import type { Patience } from './patience.ts';
import { type AskedBudget, createReading, type Reading } from './reading.ts';
import { type Ask, type Key, type Waiter, WHOLE } from './queue/ask.ts';
import { laneOf, type LaneSpec } from './queue/lane.ts';
import { spreadOverTurns } from './spread.ts';

/** What resolvers load by. */
export interface Loads {
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
}

/** Loads for one request: collects the keys of a tick, and asks no key twice. */
export interface RequestLoader extends Loads {
  /** What was asked for so far and the exchange, which answered, sent no row of. */
  noRows(): readonly NoRows[];
  /** The calls of the exchange that served the request so far. */
  calls(): readonly ServingCall[];
  /** What they come to: every request is told of it. */
  servedBy(): ServedBy;
  /** The parts of them that are charged to the caller. */
  charged(): number;
  /** The budgets that it has asked something of. */
  budgets(): readonly AskedBudget[];
  /** What it has read so far, for others that ask the same. */
  reading(): Reading;
}

/** Of a currency: it was never held, or does not exist. The exchange does not tell these apart. */
export interface NoRows {
  readonly accountId: string;
  readonly endpoint: string;
  readonly keys: readonly string[];
}

/** To ask for an account for the first time takes about a tenth of a millisecond. As many can be sent in a turn to a host. */
const turnsOf = spreadOverTurns(8);

/** @param accounts those that the caller may read */
export function createRequestLoader(
  accounts: ReadonlyMap<string, AccountLoader>,
  patience: Patience,
): RequestLoader {
  const flows = new Map<string, Flow & AskedBudget>();
  const loaders = new Map<string, DataLoader<Key, Waiter>>();
  const { turnOf } = turnsOf(patience.taker.id);

  function flowOf(accountId: string, endpoint: Endpoint): Flow {
    const account = accounts.get(accountId);
    if (!account) throw accountNotFound(accountId);
    return getOrMake(flows, JSON.stringify([accountId, endpoint.name]), () => {
      const dispatcher = account.dispatcher(endpoint);
      const { budget } = dispatcher;
      return { accountId, endpoint: endpoint.name, budget, ...dispatcher.flow(patience) };
    });
  }

  function loaderOf(
    accountId: string,
    endpoint: Endpoint,
    spec: LaneSpec,
  ): DataLoader<Key, Waiter> {
    const lane = laneOf(endpoint, spec);
    return getOrMake(loaders, JSON.stringify([accountId, endpoint.name, lane.id]), () => {
      const flow = flowOf(accountId, endpoint);
      // Waiters and not their answers, so that a slow call holds up only its own keys.
      return new DataLoader(async (keys) => flow.load(lane, keys));
    });
  }

  async function load<F extends Fields>(
    accountId: string,
    endpoint: Endpoint,
    spec: LaneSpec,
    key: Key,
  ): Promise<readonly Row<F>[]> {
    const turn = turnOf(accountId);
    if (turn) await turn;
    const answer = await (await loaderOf(accountId, endpoint, spec).load(key)).answer;
    if (answer instanceof GatewayError) throw answer.with({ accountId });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- decoded by the declaration whose type the caller names
    return answer as readonly Row<F>[];
  }

  const waiters = () => [...flows.values()].flatMap((flow) => flow.waiters);

  return {
    rows: async (accountId, endpoint, spec, key) => load(accountId, endpoint, spec, key),
    whole: async (accountId, endpoint) =>
      load(accountId, endpoint, { by: endpoint.whole ?? '', params: {} }, WHOLE),
    noRows: () => [...flows.values()].flatMap(noRowsOf),
    calls: () => callsOf(waiters()),
    servedBy: () => ({ ...servedBy(waiters()), accounts: accountsOf(flows.values()) }),
    charged: () => chargedOf(waiters()),
    budgets: () => [...flows.values()],
    reading: () => createReading([...flows.values()]),
  };
}

const accountsOf = (asked: Iterable<AskedBudget>): string[] => [
  ...new Set(Iterator.from(asked).map(({ accountId }) => accountId)),
];

function noRowsOf({ accountId, endpoint, waiters }: Flow & AskedBudget): NoRows[] {
  const isEmpty = ({ answer }: Ask) => Array.isArray(answer) && answer.length === 0;
  const keys = waiters.flatMap(({ ask }) => (ask.key !== WHOLE && isEmpty(ask) ? [ask.key] : []));
  return keys.length === 0 ? [] : [{ accountId, endpoint, keys: [...new Set(keys)] }];
}

function getOrMake<T>(made: Map<string, T>, id: string, make: () => T): T {
  const known = made.get(id) ?? make();
  made.set(id, known);
  return known;
}
