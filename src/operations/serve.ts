import { declarations } from '../endpoints/endpoints.ts';
import { tooExpensive } from '../errors/too-expensive.ts';
import type { Execute, Execution } from '../execution/execution.ts';
import type { Context } from '../graph/context.ts';
import type { AccountLoader } from '../loading/account-loader.ts';
import { boundCalls } from '../loading/bounded-loader.ts';
import type { CallPlan } from '../loading/explain/call-plan.ts';
import { createPlanningLoader } from '../loading/explain/planning-loader.ts';
import { mindModes } from '../loading/mode/mind-modes.ts';
import { createPatience } from '../loading/patience.ts';
import { createRequestLoader, type Loads, type RequestLoader } from '../loading/request-loader.ts';
import type { Clock } from '../time/clock.ts';
import { answerExtensions } from './answer-extensions.ts';
import type { HeldRows } from '../live/held-rows.ts';
import type { Turn, Watched } from '../live/watch.ts';
import type { Operation } from '../telemetry/telemetry.ts';
import type { HeaderOptions } from './header-options.ts';
import { explainNulls } from './explain-nulls.ts';
import type { Incoming, Params } from './incoming.ts';
import { openTo } from './open-to.ts';
import { turnTakerOf } from './turn-taker.ts';

export interface ServeOptions {
  /** The accounts that are served by id, the default account first. */
  readonly accounts: () => ReadonlyMap<string, AccountLoader>;
  readonly clock: Clock;
  readonly deadlineMs: number;
  readonly maxWaitMs: number;
  readonly maxAgeMs: number;
  /** Most calls of the exchange that one operation may take; null for any number. */
  readonly maxCalls: number | null;
}

/** What became of an operation that was executed. */
export interface Served extends Execution {
  /** What its answer tells beside its data. */
  readonly extensions: Readonly<Record<string, unknown>>;
  /** By which it loaded. */
  readonly loader: RequestLoader;
  /** What is to be looked at again; null for all but subscriptions. */
  readonly watched: Watched | null;
  /** Whether others that ask the same would be told the same: nothing in it is of its moment, or of its request alone. */
  readonly isForAll: boolean;
}

/** For whom, and how, an operation is executed. */
export interface Asked
  extends
    Pick<Incoming, 'caller' | 'leaving' | 'arrivedAt'>,
    Pick<HeaderOptions, 'deadlineMs' | 'maxAgeMs' | 'explain'> {
  /** Null for what nobody traces. */
  readonly operation: Operation | null;
  /** Of one look of a subscription: its turn, none for the first one, and what the look before has read. */
  readonly look?: { readonly turn: Turn | null; readonly held: HeldRows };
}

/** @throws GraphQLError when it is refused, before anything is loaded */
export type Serve = (
  execute: Execute,
  variables: Params['variables'],
  asked: Asked,
) => Promise<Served>;

/**
 * Executes operations, each with its own loader and a deadline that ends with it. Each answer tells what the exchange
 * had no row of. With the header `x-explain: calls` it tells which calls served it, with `x-explain: cost` how many
 * they are against its plan, with `x-explain: nulls` which nulls the mode of an account explains; with `x-explain: plan`
 * nothing is loaded and it tells which would be made.
 *
 * An operation that may take too many calls is refused by its plan.
 */
export function createServe(options: ServeOptions): Serve {
  const { accounts, clock, maxWaitMs, maxCalls } = options;

  return async (execute, variables, { look, ...asked }) => {
    const { caller, leaving, explain } = asked;
    const taker = turnTakerOf(caller);
    const loaders = openTo(caller, accounts());
    let isForAll = explain === null;
    let watched: Watched | null = null;

    const ids = idsOf(loaders);
    const contextWith = (loader: Loads): Context => ({
      accountIds: ids,
      // Where it is not served, nobody is shown another one in its place.
      defaultAccountId: (caller.accountIds ?? ids)[0],
      loader,
      watched(accountId, everyMs) {
        watched = { accountId, everyMs };
      },
      notesNulls: explain === 'nulls',
      budgets(id) {
        isForAll = false;
        return declarations.flatMap((endpoint) => loaders.get(id)?.budget(endpoint, taker) ?? []);
      },
    });

    /** Executes the operation once without loading anything. Nobody who has not asked for it pays for that. */
    async function planCalls(): Promise<CallPlan> {
      const { loader, callPlan } = createPlanningLoader(loaders);
      await execute(contextWith(mindModes(loader, loaders).loader), variables);
      return callPlan;
    }

    const isPlanned = explain === 'cost' || (explain !== 'plan' && maxCalls !== null);
    const plan = isPlanned ? await planCalls() : null;
    const planned = plan?.calls();
    if (planned !== undefined && maxCalls !== null && planned > maxCalls) {
      throw tooManyCalls(planned, maxCalls);
    }
    const patience = createPatience(
      { ...asked, taker, maxWaitMs, ...(look?.turn && limitsOf(look.turn, asked, maxWaitMs)) },
      leaving,
      clock,
    );
    const loader = createRequestLoader(loaders, patience);
    try {
      if (explain === 'plan') {
        const planning = createPlanningLoader(loaders);
        const minding = mindModes(planning.loader, loaders);
        const execution = await execute(contextWith(minding.loader), variables);
        const ended = { ...execution, loader, isForAll, watched: null };
        if (execution.data === undefined) return { ...ended, extensions: {} };
        return { ...ended, data: '{}', extensions: { plan: planning.plan() } };
      }
      const bounded =
        plan === null || maxCalls === null ? loader : boundCalls(loader, plan, maxCalls);
      const minding = mindModes(bounded, loaders);
      const held = look ? look.held.over(minding.loader, accounts) : minding.loader;
      const execution = await execute(contextWith(held), variables);
      const ended = { ...execution, loader, isForAll, watched };
      if (execution.data === undefined) return { ...ended, extensions: {} };
      const { nulls } = execution;
      const notApplicable = nulls && (await explainNulls(nulls, minding.modeOf));
      return {
        ...ended,
        extensions: answerExtensions(loader, { explain, planned, notApplicable }),
      };
    } finally {
      patience.end();
    }
  };
}

/** Whoever watches takes what was read since half of the time between two looks, and waits no longer than until the next. */
function limitsOf({ at, periodMs }: Turn, { maxAgeMs }: Asked, maxWaitMs: number) {
  return {
    yields: true,
    arrivedAt: at,
    // Those whose turn it is together share what is read in their turn.
    maxAgeMs: Math.max(1, Math.min(maxAgeMs, periodMs / 2)),
    maxWaitMs: Math.min(maxWaitMs, periodMs),
  };
}

const known = new WeakMap<object, readonly string[]>();

/** Worked out once for each list: there can be very many accounts. */
function idsOf(accounts: ReadonlyMap<string, unknown>): readonly string[] {
  const ids = known.get(accounts) ?? [...accounts.keys()];
  known.set(accounts, ids);
  return ids;
}

const tooManyCalls = (calls: number, maxCalls: number) =>
  tooExpensive(
    `The query takes up to ${calls} calls of the exchange; at most ${maxCalls} may be taken by one. Ask for less in each query.`,
  );
