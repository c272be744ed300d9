import type { Plugin } from 'graphql-yoga';
import { declarations } from '../endpoints/endpoints.ts';
import type { Context } from '../graph/context.ts';
import type { AccountLoader } from '../loading/account-loader.ts';
import { createPatience } from '../loading/patience.ts';
import { createPlanningLoader } from '../loading/explain/planning-loader.ts';
import { createRequestLoader } from '../loading/request-loader.ts';
import type { Arrival } from './admission.ts';
import type { Clock } from '../time/clock.ts';
import { maxAgeOf } from './cache-control.ts';

interface LoaderOptions {
  /** The accounts that callers may read by id, the default account first. */
  readonly accounts: () => ReadonlyMap<string, AccountLoader>;
  readonly clock: Clock;
  readonly deadlineMs: number;
  readonly maxWaitMs: number;
  readonly maxAgeMs: number;
}

/**
 * Gives each operation its own loader, and a deadline that ends with it. With the header `x-explain: calls` the
 * answer tells which calls served it; with `x-explain: plan` nothing is loaded and it tells which would be made.
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
      const loaders = accounts();
      const { request, arrivedAt } = args.contextValue;
      const { headers, signal } = request;
      const requestMaxAgeMs = maxAgeOf(headers.get('cache-control'), maxAgeMs);
      const limits = {
        deadlineMs,
        maxWaitMs,
        maxAgeMs: requestMaxAgeMs,
        ...(arrivedAt !== undefined && { arrivedAt }),
      };
      const patience = createPatience(limits, signal, clock);
      const explain = headers.get('x-explain');
      const loader = createRequestLoader(loaders, patience);
      const planning = explain === 'plan' ? createPlanningLoader(loaders) : null;
      const context: Context = {
        accountIds: [...loaders.keys()],
        loader: planning?.loader ?? loader,
        budgets: (id) =>
          declarations.flatMap((endpoint) => loaders.get(id)?.budget(endpoint) ?? []),
      };
      extendContext(context);
      return {
        onExecuteDone({ result, setResult }) {
          patience.end();
          if (!('data' in result)) return;
          const noRows = loader.noRows();
          const extensions = { ...result.extensions, ...(noRows.length > 0 && { noRows }) };
          if (explain === 'calls') {
            setResult({ ...result, extensions: { ...extensions, calls: loader.calls() } });
          } else if (planning) {
            setResult({
              ...result,
              data: {},
              extensions: { ...extensions, plan: planning.plan() },
            });
          } else if (noRows.length > 0) setResult({ ...result, extensions });
        },
      };
    },
  };
}
