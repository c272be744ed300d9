import { type Plugin, useReadinessCheck } from 'graphql-yoga';
import type { Readiness } from './readiness.ts';

/** Tells load balancers, by the status, whether to send queries, and whoever looks after them why not. */
export function useReadiness(path: string, readiness: Readiness): Plugin {
  return useReadinessCheck({
    endpoint: path,
    check({ fetchAPI }) {
      const reason = readiness();
      return reason === null || fetchAPI.Response.json({ reason }, { status: 503 });
    },
  });
}
