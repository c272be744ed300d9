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
import { explainNulls } from './explain-nulls.ts';
import { readHeaderOptions } from './header-options.ts';
import type { Incoming, Params } from './incoming.ts';
import { openTo } from './open-to.ts';
import type { ToldOperation } from './told-operation.ts';
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
  /** Whether others that ask the same would be told the same: nothing in it is of its moment, or of its request alone. */
  readonly isForAll: boolean;
}

/** @throws GraphQLError when it is refused, before anything is loaded */
export type Serve = (
  execute: Execute,
  variables: Params['variables'],
  asking: { readonly incoming: Incoming; readonly told: ToldOperation },
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

  return async (execute, variables, { incoming, told }) => {
    const { caller, header, leaving, arrivedAt } = incoming;
    const taker = turnTakerOf(caller);
    const loaders = openTo(caller, accounts());
    const { explain, ...asked } = readHeaderOptions(header, options);
    let isForAll = explain === null;

    const ids = idsOf(loaders);
    const contextWith = (loader: Loads): Context => ({
      accountIds: ids,
      // Where it is not served, nobody is shown another one in its place.
      defaultAccountId: (caller.accountIds ?? ids)[0],
      loader,
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
      { ...asked, taker, maxWaitMs, operation: told.operation, arrivedAt },
      leaving,
      clock,
    );
    const loader = createRequestLoader(loaders, patience);
    try {
      if (explain === 'plan') {
        const planning = createPlanningLoader(loaders);
        const minding = mindModes(planning.loader, loaders);
        const execution = await execute(contextWith(minding.loader), variables);
        if (execution.data === undefined) return { ...execution, extensions: {}, loader, isForAll };
        return {
          ...execution,
          data: '{}',
          extensions: { plan: planning.plan() },
          loader,
          isForAll,
        };
      }
      const bounded =
        plan === null || maxCalls === null ? loader : boundCalls(loader, plan, maxCalls);
      const minding = mindModes(bounded, loaders);
      const execution = await execute(contextWith(minding.loader), variables);
      if (execution.data === undefined) return { ...execution, extensions: {}, loader, isForAll };
      const { nulls } = execution;
      const notApplicable = nulls && (await explainNulls(nulls, minding.modeOf));
      const extensions = answerExtensions(loader, { explain, planned, notApplicable });
      return { ...execution, extensions, loader, isForAll };
    } finally {
      patience.end();
    }
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
