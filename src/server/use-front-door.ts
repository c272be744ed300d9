import type { Plugin } from 'graphql-yoga';

/**
 * Leads whoever opens the bare address to GraphiQL.
 *
 * @param to where it is, from the root; relative, so that it holds below a path of a proxy too
 */
export function useFrontDoor(to: string): Plugin {
  return {
    onRequest({ request, url, endResponse, fetchAPI }) {
      if (request.method !== 'GET' || url.pathname !== '/') return;
      endResponse(new fetchAPI.Response(null, { status: 302, headers: { location: to } }));
    },
  };
}
