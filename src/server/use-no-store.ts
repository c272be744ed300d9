import type { Plugin } from 'graphql-yoga';

const name = 'cache-control';

/** Balances are for whom they were asked by: no cache on the way, and no browser, may keep what does not say that it never changes. */
export function useNoStore(): Plugin {
  return {
    onResponse({ response: { headers } }) {
      if (headers.get(name)?.includes('immutable')) return;
      // Yoga gives streams one of another spelling, which would be sent beside it.
      if (headers.has(name)) headers.delete(name);
      headers.set(name, 'no-store');
    },
  };
}
