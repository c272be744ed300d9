import type { Plugin } from 'graphql-yoga';

/** `/health/ready` answers 200 while queries are taken, and 503 from the moment the process has been told to end. */
export function useReadiness(isReady: () => boolean): Plugin {
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      if (url.pathname !== '/health/ready') return;
      endResponse(new fetchAPI.Response(null, { status: isReady() ? 200 : 503 }));
    },
  };
}
