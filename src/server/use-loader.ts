import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { declarations } from '../endpoints/endpoints.ts';
import type { Context } from '../graph/context.ts';
import type { AccountLoader } from '../loading/account-loader.ts';
import { createPatience } from '../loading/patience.ts';
import { createPlanningLoader } from '../loading/explain/planning-loader.ts';
import { createRequestLoader } from '../loading/request-loader.ts';
import type { Arrival } from './admission.ts';
import type { Clock } from '../time/clock.ts';
import { readHeaderOptions } from './header-options.ts';
import { openTo } from './open-to.ts';
import { callerOf } from './use-caller.ts';

interface LoaderOptions {
  /** The accounts that are served by id, the default account first. */
  readonly accounts: () => ReadonlyMap<string, AccountLoader>;
  readonly clock: Clock;
  readonly deadlineMs: number;
  readonly maxWaitMs: number;
  readonly maxAgeMs: number;
}

/** Tells how many calls of the exchange served an answer: for routers, which pass on headers but no extensions. */
export const callsHeader = 'x-exchange-calls';

/**
 * Gives each operation its own loader, and a deadline that ends with it. Each answer tells how many calls served it,
 * and what the exchange had no row of. With the header `x-explain: calls` it tells which calls these were; with
 * `x-explain: plan` nothing is loaded and it tells which would be made.
 */
export function useLoader({
  accounts,
  clock,
  deadlineMs,
  maxWaitMs,
  maxAgeMs,
}: LoaderOptions): Plugin<Context & Arrival> {
  return {
    onExecute({ args, extendContext }) {
      const { request, arrivedAt } = args.contextValue;
      const caller = callerOf(request);
      const loaders = openTo(caller, accounts());
      const { headers, signal } = request;
      const { explain, ...asked } = readHeaderOptions(headers, { deadlineMs, maxAgeMs });
      const limits = { ...asked, caller, maxWaitMs, ...(arrivedAt !== undefined && { arrivedAt }) };
      const patience = createPatience(limits, signal, clock);
      const loader = createRequestLoader(loaders, patience);
      const planning = explain === 'plan' ? createPlanningLoader(loaders) : null;
      const context: Context = {
        accountIds: [...loaders.keys()],
        loader: planning?.loader ?? loader,
        budgets: (id) =>
          declarations.flatMap((endpoint) => loaders.get(id)?.budget(endpoint) ?? []),
      };
      extendContext(context);

      function tell(result: ExecutionResult): ExecutionResult {
        if (!('data' in result)) return result;
        const noRows = loader.noRows();
        const extensions = { ...result.extensions, ...(noRows.length > 0 && { noRows }) };
        if (planning) {
          return { ...result, data: {}, extensions: { ...extensions, plan: planning.plan() } };
        }
        if (explain === null) return { ...result, extensions };
        return { ...result, extensions: { ...extensions, calls: loader.calls() } };
      }

      return {
        onExecuteDone({ result, setResult }) {
          patience.end();
          if (isAsyncIterable(result)) return;
          const http = { headers: { [callsHeader]: String(loader.callCount()) } };
          const answer = tell(result);
          setResult({ ...answer, extensions: { ...answer.extensions, http } });
        },
      };
    },
  };
}
