import { setTimeout as pause } from 'node:timers/promises';
import { defaultAccounts, type SimulatedAccount } from '../../src/simulator/accounts.ts';
import { createSimulatedExchange, type SimulatedExchange } from '../../src/simulator/exchange.ts';
import { listenSimulatedExchange } from '../../src/simulator/listen.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { systemClock } from '../../src/time/clock.ts';
import { type Ask, connectClients, type Question } from './ask.ts';
import type { BenchCaller } from './callers.ts';
import type { Draw } from './draws.ts';
import type { AccountFacts } from './expectations.ts';
import { type GatewayKind, type LocalGateway, startLocalGateway } from './local-gateway.ts';
import { arrivals, runOpenLoop } from './open-loop.ts';
import { createStandardQuestions } from './standard-questions.ts';

/** An exchange that nobody has called yet, gateways before it, and their clients; disposing ends them all. */
export interface TestBed extends AsyncDisposable {
  readonly exchange: SimulatedExchange;
  readonly gateways: readonly LocalGateway[];
  readonly ask: Ask;
  /** Starts another gateway with the settings of that one, and has clients ask it instead from when it serves. */
  replace(index: number): Promise<void>;
}

export interface TestBedOptions {
  readonly kind: GatewayKind;
  readonly signal: AbortSignal;
  /** Default: the first of the embedded exchange. */
  readonly accounts?: readonly SimulatedAccount[];
  /** One-way delays to the exchange and back, in milliseconds. Default: about 10 each. */
  readonly oneWayMs?: readonly [min: number, max: number];
  /** Further settings of each process of the gateway. Default: one process, with none. */
  readonly environments?: readonly Readonly<Record<string, string>>[];
  /** Who may ask, and does by turns where a question names nobody. Default: everybody may. */
  readonly callers?: readonly BenchCaller[];
  /** Milliseconds after which clients ask another gateway. Default: longer than a gateway may take. */
  readonly patienceMs?: number;
}

/** Of the exchange's prices; the oracle has to have the same. */
export const seed = 1;
/** To the exchange, and back. Unit: milliseconds. */
export const oneWayMs = [8, 12] as const;

export async function startTestBed(options: TestBedOptions): Promise<TestBed> {
  const { kind, signal, accounts = defaultAccounts.slice(0, 1) } = options;
  const {
    oneWayMs: delays = oneWayMs,
    environments = [{}],
    patienceMs = 30_000,
    callers = [],
  } = options;
  await using cleanUp = new AsyncDisposableStack();
  const network = { out: delays, back: delays };
  const exchange = createSimulatedExchange({
    clock: systemClock,
    seed,
    moving: false,
    accounts,
    network,
  });
  const listening = await listenSimulatedExchange(exchange);
  cleanUp.defer(() => listening.close());
  const gateways: LocalGateway[] = [];
  const place = { kind, accounts, exchangeUrl: listening.url, callers };
  for (const environment of environments) {
    signal.throwIfAborted();
    gateways.push(cleanUp.use(await startLocalGateway({ ...place, environment })));
  }
  const tokens = callers.map(({ token }) => token);
  const { ask } = cleanUp.use(connectClients({ gateways, patienceMs, tokens, signal }));
  const started = cleanUp.move();
  return {
    exchange,
    gateways,
    ask,
    async replace(index) {
      const environment = environments[index] ?? {};
      gateways[index] = started.use(await startLocalGateway({ ...place, environment }));
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

/** A window of the exchange's limits and a little more: after it nothing is in use. */
const idleAfterMs = 2_300;

export interface WarmUp {
  /** Queries. Default: 100. */
  readonly perSecond?: number;
  /** Default: 2. */
  readonly seconds?: number;
  /** So many clients connect, so that a load is one of queries and not of connections. */
  readonly clients: number;
  readonly facts: AccountFacts;
  readonly signal: AbortSignal;
}

/** Has the gateways of a test bed answer some questions, so that their code is compiled; then they stand idle. */
export async function warm({ ask }: TestBed, options: WarmUp): Promise<void> {
  const { perSecond = 100, seconds = 2, clients, facts, signal } = options;
  const draw: Draw = createRandomness(0);
  const drawQuestion = createStandardQuestions(facts);
  const times = arrivals(perSecond, seconds, draw);
  const questions = times.map((dueMs) => ({ dueMs, question: drawQuestion(draw) }));
  await runOpenLoop({ ask, schedule: questions, signal });
  await standIdle(signal);
  // Last, since connections that nobody uses are closed after some seconds.
  await connect(ask, clients, signal);
}

/** Has so many clients connect, without a question that takes a call. */
export async function connect(ask: Ask, clients: number, signal: AbortSignal): Promise<void> {
  const greetings = Array.from({ length: clients }, () => ({ dueMs: 0, question: greeting }));
  await runOpenLoop({ ask, schedule: greetings, signal });
}

const greeting: Question = {
  query: '{ __typename }',
  variables: {},
  expected: { __typename: 'Query' },
};

export async function standIdle(signal: AbortSignal): Promise<void> {
  await pause(idleAfterMs, undefined, { signal });
}
