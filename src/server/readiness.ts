import { type Plugin, useReadinessCheck } from 'graphql-yoga';

/** Why no queries are to be sent to the gateway. */
export type UnreadyReason = 'draining';

/** Why the gateway is not to be sent queries at present; null while it is. */
export type Readiness = () => UnreadyReason | null;

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
