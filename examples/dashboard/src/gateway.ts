import type { FormattedExecutionResult } from 'graphql';
import { watch } from 'okx-account-gateway-client';
import { cacheExchange, Client, fetchExchange, subscriptionExchange } from 'urql';

/** A gateway of another origin has its whole address here, and that of the page in its `CORS_ORIGINS`. */
const url = '/graphql';

/** How a subscription stands: `waiting` is the time between two connections, `ended` the end of it. */
export type Standing = 'connecting' | 'live' | 'waiting' | 'ended';

let standing: Standing = 'connecting';
const listeners = new Set<() => void>();

/** How the subscription of the page stands, as React's `useSyncExternalStore` takes it. */
export const standingStore = {
  get: (): Standing => standing,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function tellStanding(now: Standing): void {
  standing = now;
  for (const tell of listeners) tell();
}

export const client = new Client({
  url,
  preferGetMethod: false,
  exchanges: [
    cacheExchange,
    subscriptionExchange({
      forwardSubscription: ({ query, variables }) => ({
        subscribe: ({ next, error, complete }) => ({
          unsubscribe: watch<FormattedExecutionResult>(
            { query, variables },
            {
              next(result) {
                tellStanding('live');
                next(result);
              },
              error(cause) {
                tellStanding('ended');
                error(cause);
              },
              complete() {
                tellStanding('ended');
                complete();
              },
            },
            { url, onWait: () => tellStanding('waiting') },
          ),
        }),
      }),
    }),
    fetchExchange,
  ],
});
