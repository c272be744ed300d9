import type { Plugin } from 'graphql-yoga';
import { endpoints } from '../endpoints/endpoints.ts';
import type { Context } from '../graph/context.ts';
import type { AccountLoader } from '../loading/account-loader.ts';
import { createPatience } from '../loading/patience.ts';
import { createRequestLoader } from '../loading/request-loader.ts';
import type { Clock } from '../time/clock.ts';
import { maxAgeOf } from './cache-control.ts';

interface LoaderOptions {
  /** The accounts that callers may read by id, the default account first. */
  readonly accounts: ReadonlyMap<string, AccountLoader>;
  readonly clock: Clock;
  readonly deadlineMs: number;
  readonly maxAgeMs: number;
}

/** Gives each operation its own loader, and a deadline that ends with it. */
export function useLoader({
  accounts,
  clock,
  deadlineMs,
  maxAgeMs,
}: LoaderOptions): Plugin<Context> {
  const accountIds = [...accounts.keys()];
  return {
    onExecute({ args, extendContext }) {
      const { headers, signal } = args.contextValue.request;
      const limits = {
        deadlineMs,
        maxAgeMs: maxAgeOf(headers.get('cache-control'), maxAgeMs),
      };
      const patience = createPatience(limits, signal, clock);
      const context: Context = {
        accountIds,
        loader: createRequestLoader(accounts, patience),
        budgets: (id) =>
          endpoints.flatMap(({ declaration }) => accounts.get(id)?.budget(declaration) ?? []),
      };
      extendContext(context);
      return { onExecuteDone: () => patience.end() };
    },
  };
}
