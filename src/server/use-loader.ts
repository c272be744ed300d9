import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { declarations } from '../endpoints/endpoints.ts';
import { tooExpensive } from '../errors/too-expensive.ts';
import type { Context } from '../graph/context.ts';
import type { AccountLoader } from '../loading/account-loader.ts';
import { boundCalls } from '../loading/bounded-loader.ts';
import type { CallPlan } from '../loading/explain/call-plan.ts';
import { createPatience } from '../loading/patience.ts';
import { createPlanningLoader } from '../loading/explain/planning-loader.ts';
import { createRequestLoader, type Loads } from '../loading/request-loader.ts';
import type { Arrival } from './admission.ts';
import { answerExtensions } from './answer-extensions.ts';
import type { Clock } from '../time/clock.ts';
import { readHeaderOptions } from './header-options.ts';
import { openTo } from './open-to.ts';
import { rateLimitHeaders, retryAfterHeader } from './rate-limit-headers.ts';
import { turnTakerOf } from './turn-taker.ts';
import { callerOf } from './use-caller.ts';
import { noteServed, operationOf } from './use-telemetry.ts';

type LoaderPlugin = Plugin<Context & Arrival>;
type Served = Awaited<ReturnType<NonNullable<LoaderPlugin['onExecute']>>>;

interface LoaderOptions {
  /** The accounts that are served by id, the default account first. */
  readonly accounts: () => ReadonlyMap<string, AccountLoader>;
  readonly clock: Clock;
  readonly deadlineMs: number;
  readonly maxWaitMs: number;
  readonly maxAgeMs: number;
  /** Most calls of the exchange that one operation may take; null for any number. */
  readonly maxCalls: number | null;
}

/** Tells how many calls of the exchange served an answer: for routers, which pass on headers but no extensions. */
export const callsHeader = 'x-exchange-calls';

/**
 * Gives each operation its own loader, and a deadline that ends with it. Each answer tells how many calls served it,
 * what is left of the rate limits that it drew on, and what the exchange had no row of. With the header
 * `x-explain: calls` it tells which calls these were, with `x-explain: cost` how many they are against its plan; with
 * `x-explain: plan` nothing is loaded and it tells which would be made.
 *
 * An operation that may take too many calls is refused by its plan, before anything is loaded.
 */
export function useLoader({
  accounts,
  clock,
  deadlineMs,
  maxWaitMs,
  maxAgeMs,
  maxCalls,
}: LoaderOptions): LoaderPlugin {
  return {
    onExecute({ args, executeFn, extendContext, setResultAndStopExecution }) {
      const { request, arrivedAt } = args.contextValue;
      const caller = callerOf(request);
      const taker = turnTakerOf(caller);
      const operation = operationOf(request);
      const loaders = openTo(caller, accounts());
      const { headers, signal } = request;
      const { explain, ...asked } = readHeaderOptions(headers, { deadlineMs, maxAgeMs });
      const limits = {
        ...asked,
        taker,
        maxWaitMs,
        ...(operation && { operation }),
        ...(arrivedAt !== undefined && { arrivedAt }),
      };

      const contextWith = (loader: Loads): Context => ({
        accountIds: [...loaders.keys()],
        // Where it is not served, nobody is shown another one in its place.
        defaultAccountId: (caller.accountIds ?? [...loaders.keys()])[0],
        loader,
        budgets: (id) =>
          declarations.flatMap((endpoint) => loaders.get(id)?.budget(endpoint, taker) ?? []),
      });

      /** Executes the operation once without loading anything. Nobody who has not asked for it pays for that. */
      async function planCalls(): Promise<CallPlan> {
        const { loader, callPlan } = createPlanningLoader(loaders);
        const contextValue = { ...args.contextValue, ...contextWith(loader) };
        await executeFn({ ...args, contextValue });
        return callPlan;
      }

      /** @param plan null where nobody wants to know */
      function serve(plan: CallPlan | null): Served {
        const patience = createPatience(limits, signal, clock);
        const loader = createRequestLoader(loaders, patience);
        const planning = explain === 'plan' ? createPlanningLoader(loaders) : null;
        const planned = plan?.calls();
        const bounded =
          plan === null || maxCalls === null ? loader : boundCalls(loader, plan, maxCalls);
        extendContext(contextWith(planning?.loader ?? bounded));

        function tell(result: ExecutionResult): ExecutionResult {
          if (!('data' in result)) return result;
          if (planning) {
            const extensions = { ...result.extensions, plan: planning.plan() };
            return { ...result, data: {}, extensions };
          }
          const told = answerExtensions(loader, { explain, planned });
          return { ...result, extensions: { ...result.extensions, ...told } };
        }

        return {
          onExecuteDone({ result, setResult }) {
            patience.end();
            if (isAsyncIterable(result)) return;
            const served = loader.servedBy();
            noteServed(request, served);
            const told = {
              [callsHeader]: String(served.calls),
              ...rateLimitHeaders(loader.budgets()),
              ...retryAfterHeader(result.errors),
            };
            const answer = tell(result);
            setResult({ ...answer, extensions: { ...answer.extensions, http: { headers: told } } });
          },
        };
      }

      if (explain === 'plan' || (explain !== 'cost' && maxCalls === null)) return serve(null);
      return planCalls().then((plan) => {
        const calls = plan.calls();
        if (maxCalls === null || calls <= maxCalls) return serve(plan);
        setResultAndStopExecution({ errors: [tooManyCalls(calls, maxCalls)] });
        return undefined;
      });
    },
  };
}

const tooManyCalls = (calls: number, maxCalls: number) =>
  tooExpensive(
    `The query takes up to ${calls} calls of the exchange; at most ${maxCalls} may be taken by one. Ask for less in each query.`,
  );
