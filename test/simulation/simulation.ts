import { defaultAccounts } from '../../src/simulator/accounts.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { type Draw, drawOne } from '../bench/draws.ts';
import { type AccountFacts, readFacts } from '../bench/expectations.ts';
import { createOracle } from '../support/oracle.ts';
import { type Counts, createChecks } from './checks.ts';
import { createVisit } from './clients.ts';
import { createGroup } from './fleet.ts';
import { createForeignFinder } from './foreign-amounts.ts';
import type { Code, GatewaySettings } from './gateways.ts';
import { createPhases } from './phases.ts';
import { createWeather } from './weather.ts';
import { createWorldClock } from './world-clock.ts';

/** What is right, of every account of the embedded exchange. */
export async function readAllFacts(): Promise<readonly AccountFacts[]> {
  const oracle = createOracle();
  const facts: AccountFacts[] = [];
  for (const { id } of defaultAccounts) facts.push(await readFacts(id, oracle));
  return facts;
}

export interface Course {
  readonly seed: number;
  readonly code: Code;
  readonly facts: readonly AccountFacts[];
}

export interface Simulation {
  readonly counts: Readonly<Counts>;
  /** Simulated milliseconds so far. */
  now(): number;
  /** The same for two runs in which the same happened. */
  trace(): string;
  /** Goes on for so many simulated milliseconds; throws a `Violation` at the step after which something is as it must never be. */
  run(ms: number): Promise<void>;
}

/** A world of gateways, clients and the exchange, in which all that happens follows from the seed. */
export function createSimulation({ seed, code, facts }: Course): Simulation {
  const draw = createRandomness(seed);
  const world = createWorldClock();
  const checks = createChecks(world);
  const atExchange = [...defaultAccounts];
  const exchange = createSimulatedExchange({
    clock: world,
    seed,
    moving: false,
    accounts: atExchange,
  });
  const weather = createWeather(exchange, world, draw);
  const settings = drawSettings(draw);
  let keys = 0;

  const parts = {
    code,
    world,
    exchange,
    checks,
    draw,
    settings,
    atExchange,
    road: weather.road,
    nextKey() {
      keys += 1;
      return {
        apiKey: `5eed0000-0000-4000-8001-${String(keys).padStart(12, '0')}`,
        secretKey: `5EED00000000MADEUP-NEXT-${keys}`,
        passphrase: `Made-up-next-${keys}`,
      };
    },
  };
  const groups = drawGroups(draw).map(({ ids, gateways }) => {
    const accounts = defaultAccounts.filter(({ id }) => ids.includes(id));
    return createGroup(accounts, gateways, parts);
  });
  const visit = createVisit({
    world,
    checks,
    deadlineMs: settings.deadlineMs,
    findForeign: createForeignFinder(facts),
    isSpoiled: weather.isSpoiled,
  });
  const phases = createPhases({ world, checks, draw, weather, groups, facts, visit });
  phases
    .run()
    .catch((error: unknown) => checks.violated(`the simulation failed: ${String(error)}`));

  return {
    counts: checks.counts,
    now: world.now,
    trace: checks.trace,
    async run(ms) {
      const until = world.now() + ms;
      const onRejection = (error: unknown) => checks.violated(`unhandled: ${String(error)}`);
      const { stackTraceLimit } = Error;
      // One line shows where a stack leaks; all of them, of all the errors that clients get, take a tenth of the time.
      Error.stackTraceLimit = 1;
      process.on('unhandledRejection', onRejection);
      try {
        while (world.now() < until && (await world.step())) checks.passed();
      } finally {
        process.off('unhandledRejection', onRejection);
        Error.stackTraceLimit = stackTraceLimit;
      }
    },
  };
}

function drawSettings(draw: Draw): GatewaySettings {
  return {
    maxAgeMs: drawOne([0, 200, 1_000], draw) ?? 0,
    deadlineMs: drawOne([2_000, 5_000, 10_000], draw) ?? 10_000,
    maxWaitMs: drawOne([500, 3_000], draw) ?? 3_000,
  };
}

/** How many gateways there are in each group: mostly few groups, since accounts that never meet cannot be mixed up. */
const layouts = [[1], [1, 1], [1, 1, 1, 1], [2], [2], [3], [4], [2, 1], [2, 2]];

/** From one to four gateways, and the accounts of each group. */
function drawGroups(draw: Draw) {
  const layout = drawOne(layouts, draw) ?? [1];
  return layout.map((gateways, index) => ({
    gateways,
    ids: defaultAccounts.filter((_, at) => at % layout.length === index).map(({ id }) => id),
  }));
}
