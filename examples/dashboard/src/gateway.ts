import { cacheExchange, Client, fetchExchange, subscriptionExchange } from 'urql';
import { type Standing, watch } from './watch.ts';

/** A gateway of another origin has its whole address here, and that of the page in its `CORS_ORIGINS`. */
const url = '/graphql';

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

export const client = new Client({
  url,
  preferGetMethod: false,
  exchanges: [
    cacheExchange,
    subscriptionExchange({
      forwardSubscription: ({ query, variables }) => ({
        subscribe: ({ next }) => ({
          unsubscribe: watch(url, JSON.stringify({ query, variables }), {
            next,
            standing(now) {
              standing = now;
              for (const tell of listeners) tell();
            },
          }),
        }),
      }),
    }),
    fetchExchange,
  ],
});
