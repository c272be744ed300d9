import type { Plugin } from 'graphql-yoga';

/** `/health/ready` answers 200 while queries are taken; a process that has been told to end accepts no connection. */
export function useReadiness(): Plugin {
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      if (url.pathname !== '/health/ready') return;
      endResponse(new fetchAPI.Response(null, { status: 200 }));
    },
  };
}
