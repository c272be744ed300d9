import type { ExecutionResult } from 'graphql';
import { pino } from 'pino';
import type { BudgetOf } from '../../src/accounts/key-budgets.ts';
import { maxLeaseMs, unendedMs } from '../../src/accounts/share-budgets.ts';
import { createLedger } from '../../src/budget/ledger.ts';
import { createSharedBudget } from '../../src/budget/shared-budget.ts';
import { createGateway } from '../../src/server/gateway.ts';
import { credentialsOf } from '../../src/simulator/embedded.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { instruments } from '../../src/simulator/instruments.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { as, callerNamed } from './callers.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createRedisOnClock } from './redis-on-clock.ts';
import { httpOf } from './http-of.ts';

/** What one caller asks. */
export interface Load {
  readonly name: string;
  readonly weight?: number;
  /** Queries in a second, at random times. */
  readonly perSecond: number;
  readonly question: (random: () => number) => Question;
}

interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What has become of the queries of one caller. */
interface Fate {
  readonly tookMs: number[];
  refused: number;
}

/** Which of several gateways a request goes to. */
type Route = 'by chance' | 'by turns';

/** What is asked so early is not looked at. */
export const warmMs = 15_000;

const pairs = [...instruments.values()].flatMap(({ kind, instId }) =>
  kind === 'pair' ? [instId] : [],
);

/**
 * Has callers ask the same account for a while, on a manual clock, and tells what became of it for each.
 *
 * @param gateways that share its budgets; each request goes to one of them
 */
export async function askAtOnce(
  loads: readonly Load[],
  forMs: number,
  gateways = 1,
  route: Route = 'by chance',
) {
  const clock = createManualClock();
  const exchange = createSimulatedExchange({
    clock,
    seed: 1,
    moving: false,
    network: { out: [10, 15], back: [10, 15] },
  });
  const callers = loads.map(({ name, weight = 1 }) => callerNamed(name, { weight }));
  const redis = createRedisOnClock(() => Math.floor(clock.wallTime()));
  const handlers = Array.from({ length: gateways }, (_, index) => {
    const { handler } = createGateway(
      {
        accounts: credentialsOf(exchange, 'http://exchange.test'),
        callers: { callers, jwt: null },
        maxAgeMs: 200,
        deadlineMs: 10_000,
        maxWaitMs: 3_000,
      },
      {
        clock,
        random: createRandomness(index),
        log: pino({ level: 'silent' }),
        http: httpOf(exchange.fetch),
        ...(gateways > 1 && { budgetOf: shareBudgets(redis, clock, gateways) }),
      },
    );
    return handler;
  });
  // A record that knows nothing gives no lease for a while.
  if (gateways > 1) await clock.advance(maxLeaseMs);
  const startAt = clock.now();
  const fates = new Map<string, Fate>(loads.map(({ name }) => [name, { tookMs: [], refused: 0 }]));

  let visits = 0;

  async function visit({ name, question }: Load, random: () => number): Promise<void> {
    const start = clock.now();
    visits += 1;
    const turn = route === 'by turns' ? visits % gateways : Math.floor(random() * gateways);
    const handler = handlers[turn];
    if (!handler) return;
    const response = await handler.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...as(name) },
      body: JSON.stringify(question(random)),
    });
    const { errors = [] }: ExecutionResult = await response.json();
    const fate = fates.get(name);
    // How it begins, when nobody is known yet, is another matter.
    if (!fate || start < startAt + warmMs) return;
    const isRefused = errors.some(({ extensions }) => extensions['code'] !== 'KEY_REJECTED');
    if (isRefused) fate.refused += 1;
    else fate.tookMs.push(clock.now() - start);
  }

  for (const [index, load] of loads.entries()) {
    const random = createRandomness(index + 1);
    for (let count = 0; count < (load.perSecond * forMs) / 1_000; count += 1) {
      clock.after(Math.floor(random() * forMs), () => void visit(load, random));
    }
  }
  await clock.advance(forMs + 10_000);
  return {
    fates,
    calls: exchange.calls,
    /** Calls of the time in which everybody asks and is known. */
    warmCalls: exchange.calls.filter(({ at }) => at >= startAt + warmMs && at < startAt + forMs),
  };
}

/** The budgets of one gateway, through a Redis half a millisecond away. */
function shareBudgets(
  redis: ReturnType<typeof createRedisOnClock>,
  clock: ManualClock,
  replicas: number,
): BudgetOf {
  const wait = () => new Promise<void>((resolve) => void clock.after(0.5, resolve));
  const ledger = createLedger({
    redis: {
      async run(keys, args) {
        await wait();
        const answer = redis.answer(keys, args);
        await wait();
        return answer;
      },
      reconnect() {},
      close() {},
    },
    clock,
    maxLeaseMs,
    unendedMs,
    seatMs: 30_000,
    replicas,
    onStanding() {},
  });
  return (name, limit) => createSharedBudget(name, limit, { ledger, clock });
}

export const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? 0;

const draw = (count: number, random: () => number) =>
  Array.from({ length: count }, () => pairs[Math.floor(random() * pairs.length)]);

const query = `query ($instId: [ID!]!, $px: Decimal) {
  account { maxAvail(instId: $instId, tdMode: CASH, px: $px) { instId availBuy } }
}`;

/** Three instruments, as an honest page wants them. */
export const honest = (random: () => number): Question => ({
  query,
  variables: { instId: draw(3, random) },
});

/** One instrument at a price that nobody else asks for: each question takes a call of its own, which tells who asked. */
export const alone =
  (mark: number) =>
  (random: () => number): Question => ({
    query,
    variables: { instId: draw(1, random), px: `${mark}.${Math.floor(random() * 1_000_000)}` },
  });

/** By turns: instruments that do not exist, prices that nobody else has, and many good instruments. */
export function wild(random: () => number): Question {
  const kind = Math.floor(random() * 3);
  const some = () => Math.floor(random() * 1_000_000);
  if (kind === 0) return { query, variables: { instId: [`NO-${some()}`, `NO-${some()}`] } };
  if (kind === 1) return { query, variables: { instId: draw(2, random), px: `${some()}` } };
  return { query, variables: { instId: draw(20, random) } };
}
