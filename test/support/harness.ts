import type { Logger } from 'pino';
import type { KnownCallers } from '../../src/callers/known-callers.ts';
import type { ExecutionResult } from 'graphql';
import { createGateway, type GatewayOptions, type GatewayParts } from '../../src/server/gateway.ts';
import {
  createSimulatedExchange,
  type SimulatedExchange,
  type SimulatedExchangeOptions,
} from '../../src/simulator/exchange.ts';
import { credentialsOf } from '../../src/simulator/embedded.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import type { Telemetry } from '../../src/telemetry/telemetry.ts';
import type { Clock } from '../../src/time/clock.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { httpOf } from './http-of.ts';
import { readEvents } from './read-events.ts';
import { createWatchedLog, keepAccountSecrets, watchAnswers } from './outputs.ts';

interface HarnessOptions
  extends
    Omit<Partial<GatewayOptions>, 'callers'>,
    Partial<KnownCallers>,
    Pick<
      GatewayParts,
      'moreIsComing' | 'fetchKeys' | 'askedUntil' | 'readiness' | 'redis' | 'budgetOf' | 'telemetry'
    > {
  readonly exchange?: Partial<SimulatedExchangeOptions>;
  readonly seed?: number;
  /** Stands in for the network. Default: the way to the embedded exchange. */
  readonly fetch?: typeof globalThis.fetch;
  /** Where requests go: as over a socket or, whatever they are, through Yoga. Default: as over a socket. */
  readonly way?: 'as-served' | 'yoga';
  /** One that others go by, too. Default: one of its own. */
  readonly clock?: ManualClock;
  /** Default: one that is searched for secrets, and not shown. */
  readonly log?: Logger;
  /** Told of what happens, on the clock that it is given. */
  readonly listener?: (clock: Clock) => Telemetry;
}

interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Which operation of several in the query is asked for. */
  readonly operationName?: string;
  /** Such as the id of a persisted document. */
  readonly extensions?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** When the request came, if it had to wait for its turn. */
  readonly arrivedAt?: number;
}

/** In which the embedded exchange answers, where it is not told to be slow. */
const firstMs = 200;

/** The whole gateway before the embedded exchange, on one manual clock and without a socket. */
export function createHarness({
  exchange: exchangeOptions = {},
  seed = 1,
  moreIsComing = () => false,
  fetch,
  fetchKeys,
  readiness,
  redis,
  budgetOf,
  clock = createManualClock(),
  telemetry = [],
  log = createWatchedLog(),
  askedUntil = -Infinity,
  listener,
  callers,
  jwt = null,
  way = 'as-served',
  ...options
}: HarnessOptions = {}) {
  const exchange = createSimulatedExchange({ clock, seed, moving: false, ...exchangeOptions });
  const accounts = options.accounts ?? credentialsOf(exchange, 'http://exchange.test');
  keepAccountSecrets(accounts);
  const unwatched = createGateway(
    {
      maxAgeMs: 200,
      deadlineMs: 10_000,
      maxWaitMs: 3_000,
      ...options,
      accounts,
      // Where nobody is named, everybody may ask.
      callers: callers || jwt ? { callers: callers ?? [], jwt } : null,
    },
    {
      clock,
      random: createRandomness(seed),
      log,
      http: httpOf(fetch ?? exchange.fetch),
      ...(fetchKeys && { fetchKeys }),
      ...(readiness && { readiness }),
      ...(redis && { redis }),
      ...(budgetOf && { budgetOf }),
      moreIsComing,
      askedUntil,
      telemetry: [...telemetry, ...(listener ? [listener(clock)] : [])],
    },
  );

  const gateway = { ...unwatched, handler: watchAnswers(unwatched, way) };

  async function send(
    query: string,
    { variables, operationName, extensions, headers, signal, arrivedAt }: AskOptions = {},
  ): Promise<Response> {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables, operationName, extensions }),
      ...(signal && { signal }),
    };
    return gateway.handler.fetch('http://gateway/graphql', request, {
      ...(arrivedAt !== undefined && { arrivedAt }),
    });
  }

  /** Sends a query; time must be moved on for it to be answered. */
  async function ask(query: string, askOptions?: AskOptions): Promise<ExecutionResult> {
    const answer: ExecutionResult = await (await send(query, askOptions)).json();
    return answer;
  }

  return {
    clock,
    exchange,
    gateway,
    ask,
    /** Sends a query and moves time on until it is answered. */
    query: (query: string, askOptions?: AskOptions) => clock.run(ask(query, askOptions)),
    /** The same with status and headers. */
    respond: (query: string, askOptions?: AskOptions) => clock.run(send(query, askOptions)),
    /** Subscribes and moves time on until there is something; then what comes is read as it comes. */
    async subscribe(query: string, { headers, ...askOptions }: AskOptions = {}) {
      const accepting = { accept: 'text/event-stream', ...headers };
      const response = await clock.run(send(query, { ...askOptions, headers: accepting }));
      const events = readEvents<ExecutionResult>(response);
      await clock.advance(firstMs);
      return { ...events, response };
    },
    /** Calls that arrived at the exchange, by endpoint. */
    counts: () => countByEndpoint(exchange),
  };
}

function countByEndpoint({ calls }: SimulatedExchange): Readonly<Record<string, number>> {
  const byEndpoint = Map.groupBy(calls, ({ endpoint }) => endpoint);
  return Object.fromEntries([...byEndpoint].map(([endpoint, all]) => [endpoint, all.length]));
}
