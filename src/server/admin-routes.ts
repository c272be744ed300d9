import type { AdminAnswer, AdminRoutes } from './admin.ts';
import { livePath } from './gateway.ts';

/** What the admin port tells, address by address. */
export function adminRoutes(): AdminRoutes {
  return new Map([[livePath, () => text(200, 'live')]]);
}

function text(status: number, body: string): AdminAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${body}\n` };
}
