import { type Budget, createBudget } from '../budget/budget.ts';
import type { Endpoint, RateLimit } from '../endpoints/declare.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { type AccountConnections, shareConnections } from './connections.ts';
import { Dispatcher } from './dispatcher.ts';
import { createCircuitBreaker, type Stop } from './faults/circuit-breaker.ts';
import { causeOf, type LatestCalls, watchCalls } from './latest-calls.ts';
import { type KnownMode, watchMode } from './mode/known-mode.ts';
import type { Parts } from './parts.ts';
import type { TurnTaker } from './patience.ts';

/** How much of an endpoint's rate limit is left, whoever asks. */
export interface BudgetUse {
  /** The endpoint's name. */
  readonly endpoint: string;
  /** Calls in any window. */
  readonly limit: number;
  readonly windowMs: number;
  /** Leases that are taken: their calls are under way, or were answered less than a window ago. */
  readonly inUse: number;
  readonly available: number;
  /** Keys that wait to be sent. */
  readonly waiting: number;
  /** Milliseconds until a lease is free at the soonest; 0 when one is. */
  readonly nextFreeInMs: number;
}

/** How much of an endpoint's rate limit an account has left, and a caller of it. */
export interface BudgetState extends BudgetUse {
  readonly accountId: string;
  /** Of the leases that are taken, the parts of the caller: half of one that it shares with another. */
  readonly ownInUse: number;
  /** Calls in any window that the caller can have whatever others want. */
  readonly ownShare: number;
}

/** How it stands with an account's calls. */
export interface LoaderStanding extends LatestCalls {
  /** Null while calls are made. */
  readonly stop: Stop | null;
  /** Keys that wait to be sent, of all endpoints. */
  readonly waiting: number;
}

/** Everything that is loaded for one account. Nothing in it is shared with another account. */
export interface AccountLoader {
  dispatcher(endpoint: Endpoint): Dispatcher;
  budget(endpoint: Endpoint, taker: TurnTaker): BudgetState;
  standing(): LoaderStanding;
  /** What is known of its mode. */
  readonly mode: KnownMode;
  /** The budgets of the endpoints that were asked for something so far. */
  budgets(): readonly BudgetUse[];
  /** Lets go of the endpoints that nobody has asked for lately; true when there are others. */
  letGo(): boolean;
  /** Uses no answer again that has been read or asked for so far, and no refusal of the credentials. */
  forget(): void;
}

export interface AccountLoaderParts extends Omit<
  Parts,
  'endpoint' | 'budget' | 'breaker' | 'telemetry' | 'connections'
> {
  /** Default: as many as it likes. */
  readonly connections?: AccountConnections;
  /** The budget of an endpoint, by its name, with the part of its limit that may be used. Default: one of the process. */
  readonly budgetOf?: (endpoint: string, limit: RateLimit) => Budget;
  /** Told of an endpoint whose budget it uses no more. Default: nobody. */
  readonly onLetGo?: (endpoint: string) => void;
  /** Told that something is asked for, after nothing was: from then on there is something to let go of. Default: nobody. */
  readonly onAsked?: () => void;
  /** Part of the rate limits that may be used, above 0 and up to 1. Default: all. */
  readonly share?: number;
  /** Told of each call, and when calls are stopped. Default: nobody. */
  readonly telemetry?: Telemetry;
}

/**
 * What nobody asks for is let go of after this. It is longer than a request may take, which could go on asking, and than
 * a lease or a refusal lasts, which would be forgotten.
 */
const unaskedMs = 900_000;

export function createAccountLoader(parts: AccountLoaderParts): AccountLoader {
  const dispatchers = new Map<Endpoint, Dispatcher>();
  const askedAt = new Map<Endpoint, number>();
  const { accountId, clock, share = 1, telemetry } = parts;
  const { connections = shareConnections(Infinity)() } = parts;
  const { budgetOf = (_name, limit) => createBudget(limit, clock) } = parts;
  const breaker = createCircuitBreaker(clock, {
    stopped: (error) => telemetry?.callsStopped?.(accountId, error, causeOf(latest())),
    resumed: (stoppedForMs) => telemetry?.callsResumed?.(accountId, stoppedForMs),
  });
  const { call: watched, latest } = watchCalls(parts.call, clock);
  const { call, known: mode } = watchMode(watched, clock);

  function dispatcher(endpoint: Endpoint): Dispatcher {
    askedAt.set(endpoint, clock.now());
    const known = dispatchers.get(endpoint);
    if (known) return known;
    if (dispatchers.size === 0) parts.onAsked?.();
    const { calls, windowMs } = endpoint.limit;
    const own = { calls: Math.max(1, Math.floor(calls * share)), windowMs };
    const budget = budgetOf(endpoint.name, own);
    const made = new Dispatcher({ ...parts, call, connections, breaker, endpoint, budget });
    dispatchers.set(endpoint, made);
    return made;
  }

  return {
    dispatcher,
    mode,
    budget(endpoint, taker) {
      const asked = dispatcher(endpoint);
      const own = asked.budget
        .charges()
        .flat()
        .filter((charge) => charge.taker === taker.id);
      return {
        accountId,
        ...useOf(endpoint, asked),
        ownInUse: toThousandth(own.reduce((sum, { part }) => sum + part, 0)),
        ownShare: toThousandth(asked.shareOf(taker)),
      };
    },
    standing: () => ({
      stop: breaker.stop(),
      ...latest(),
      waiting: dispatchers.values().reduce((sum, asked) => sum + asked.waiting(), 0),
    }),
    budgets: () => [...dispatchers].map(([endpoint, asked]) => useOf(endpoint, asked)),
    letGo() {
      const before = clock.now() - unaskedMs;
      for (const [endpoint, made] of dispatchers) {
        if ((askedAt.get(endpoint) ?? 0) > before || !made.isEmpty()) continue;
        dispatchers.delete(endpoint);
        askedAt.delete(endpoint);
        parts.onLetGo?.(endpoint.name);
      }
      return dispatchers.size > 0;
    },
    forget() {
      breaker.reset();
      mode.forget();
      for (const made of dispatchers.values()) made.forget();
    },
  };
}

function useOf({ name: endpoint }: Endpoint, dispatcher: Dispatcher): BudgetUse {
  const { budget } = dispatcher;
  const { calls: limit, windowMs } = budget.limit;
  const inUse = budget.inUse();
  return {
    endpoint,
    limit,
    windowMs,
    inUse,
    available: limit - inUse,
    waiting: dispatcher.waiting(),
    nextFreeInMs: Math.ceil(budget.waitFor(1)),
  };
}

const toThousandth = (calls: number): number => Math.round(calls * 1_000) / 1_000;
