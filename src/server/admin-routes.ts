import { contentSecurityPolicy, pageFiles, readPageFile, renderPage } from '../status/page.ts';
import type { Status, StatusQuery } from '../status/status.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { AdminAnswer, AdminRoute, AdminRoutes } from './admin.ts';
import { livePath, readyPath } from './paths.ts';
import type { Readiness } from './readiness.ts';

interface WhatIsTold {
  readonly readiness: Readiness;
  readonly status: (query: StatusQuery) => Status;
  /** Null where there are none. Default: null. */
  readonly metrics?: Pick<Metrics, 'read' | 'contentType'> | null;
}

const metricsPath = '/metrics';
const statusPath = '/status';
/** Accounts that the status tells of, unless it is asked for another number of them. */
const usualAccounts = 50;
const mostAccounts = 1_000;

/** What the admin port tells, address by address. */
export function adminRoutes({ readiness, status, metrics = null }: WhatIsTold): AdminRoutes {
  return new Map<string, AdminRoute>([
    [livePath, () => answer('text/plain', 'live\n')],
    [
      readyPath,
      () => {
        const reason = readiness();
        return reason === null
          ? answer('text/plain', 'ready\n')
          : { ...answer('application/json', JSON.stringify({ reason })), status: 503 };
      },
    ],
    ...(metrics ? [[metricsPath, () => tellMetrics(metrics)] satisfies [string, AdminRoute]] : []),
    [statusPath, (request) => tellStatus(request, status)],
    ...pageFiles.map((name): [string, AdminRoute] => [
      `${statusPath}/${name}`,
      () => answer(name.endsWith('.css') ? 'text/css' : 'text/javascript', readPageFile(name)),
    ]),
  ]);
}

async function tellMetrics(metrics: Pick<Metrics, 'read' | 'contentType'>): Promise<AdminAnswer> {
  const body = await metrics.read();
  return { status: 200, headers: { 'content-type': metrics.contentType }, body };
}

/** A page for a browser, which says that it wants one, and JSON for everybody else. */
function tellStatus(
  { url = '', headers }: Parameters<AdminRoute>[0],
  status: WhatIsTold['status'],
) {
  const query = new URL(`http://localhost${url}`).searchParams;
  const wanted = query.get('limit') ?? String(usualAccounts);
  const limit = Number(wanted);
  if (!/^\d+$/.test(wanted) || limit > mostAccounts) {
    const message = `limit must be a whole number from 0 to ${mostAccounts}.\n`;
    return { ...answer('text/plain', message), status: 400 };
  }
  const told = status({ limit, find: query.get('find') ?? '' });
  if (!headers.accept?.includes('text/html')) {
    return answer('application/json', `${JSON.stringify(told)}\n`);
  }
  return answer('text/html', renderPage(told), {
    'content-security-policy': contentSecurityPolicy,
    vary: 'accept',
  });
}

function answer(
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): AdminAnswer {
  return { status: 200, headers: { 'content-type': `${type}; charset=utf-8`, ...headers }, body };
}
