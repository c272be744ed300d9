import type { Plugin } from 'graphql-yoga';

/**
 * `/health/live` answers 200 while the process runs; `/health/ready` answers 200 while it takes queries
 * and 503 from the moment it has been told to end.
 */
export function useHealth(isReady: () => boolean): Plugin {
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      const up = url.pathname === '/health/live' || (url.pathname === '/health/ready' && isReady());
      if (up) endResponse(fetchAPI.Response.json({ status: 'up' }));
      else if (url.pathname === '/health/ready') {
        endResponse(fetchAPI.Response.json({ status: 'ending' }, { status: 503 }));
      }
    },
  };
}
