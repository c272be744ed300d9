import type { Plugin } from 'graphql-yoga';

/** Balances are for whom they were asked by: no cache on the way, and no browser, may keep an answer. */
export function useNoStore(): Plugin {
  return {
    onResponse({ response }) {
      response.headers.set('cache-control', 'no-store');
    },
  };
}
