import type { Plugin } from 'graphql-yoga';

/** Balances are for whom they were asked by: no cache on the way, and no browser, may keep what does not say that it may. */
export function useNoStore(): Plugin {
  return {
    onResponse({ response }) {
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
    },
  };
}
