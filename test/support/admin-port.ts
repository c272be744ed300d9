import type { AdminAnswer } from '../../src/server/admin.ts';
import { adminRoutes } from '../../src/server/admin-routes.ts';
import type { Gateway } from '../../src/server/gateway.ts';
import type { FileStanding } from '../../src/settings/follow-file.ts';
import { createStatus } from '../../src/status/create-status.ts';
import { type Lately, watchLately } from '../../src/status/lately.ts';
import type { Status } from '../../src/status/status.ts';
import type { Clock } from '../../src/time/clock.ts';
import { sawOutput } from './outputs.ts';
import { statusShape } from './status-shape.ts';

interface AdminPortOptions {
  readonly gateway: Pick<Gateway, 'standing' | 'readiness'>;
  readonly clock: Clock;
  readonly files?: () => readonly FileStanding[];
  readonly madeUp?: boolean;
  /** Default: nothing has happened. */
  readonly lately?: Lately;
}

/** What the admin port of a gateway tells, with and without a socket. */
export function createAdminPort({
  gateway: { standing, readiness },
  clock,
  files = () => [],
  madeUp = false,
  lately = watchLately(clock, () => 0).lately,
}: AdminPortOptions) {
  const status = createStatus({
    clock,
    startedAt: clock.now(),
    version: '1.2.3',
    madeUp,
    settings: { maxAgeMs: 200, deadlineMs: 10_000, maxWaitMs: 3_000, maxCalls: null },
    ...standing,
    files,
    loopDelay: () => ({ p50: 1, p99: 2, max: 3 }),
    lately,
  });
  const routes = adminRoutes({ readiness, status });

  async function get(address: string, accept = 'application/json'): Promise<AdminAnswer> {
    const [path = ''] = address.split('?');
    const route = routes.get(path);
    if (!route) throw new Error(`The admin port has no ${path}.`);
    const answer = await route({ url: address, headers: { accept } });
    sawOutput('answer', answer.body);
    return answer;
  }

  return {
    routes,
    get,
    async status(query = ''): Promise<Status> {
      const { body } = await get(`/status${query}`);
      statusShape.parse(JSON.parse(body));
      const told: Status = JSON.parse(body);
      return told;
    },
    /** Status and reason, as a load balancer reads them. */
    async ready(): Promise<string> {
      const { status: code, body } = await get('/health/ready');
      return `${code} ${body.trim()}`;
    },
  };
}
