import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import packageJson from '../../package.json' with { type: 'json' };
import type { Following } from '../settings/follow-file.ts';
import { createStatus } from '../status/create-status.ts';
import { type Lately, watchLately } from '../status/lately.ts';
import { measureLoopDelay } from '../status/loop-delay.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Clock } from '../time/clock.ts';
import { openAdmin } from './admin.ts';
import { adminRoutes } from './admin-routes.ts';
import type { Gateway, GatewayOptions } from './gateway.ts';
import type { Listening } from './listen.ts';
import { measureRequests } from './measure-requests.ts';
import { paceAdmin } from './pace-admin.ts';
import { unreadyReasons } from './readiness.ts';

interface AdminPortOptions extends GatewayOptions {
  readonly adminHost: string;
  /** Null for no admin port. */
  readonly adminPort: number | null;
}

/** What is told on the admin port. It is there before the gateway, which it is told by, and is not asked for that before it is opened. */
interface AdminPortParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly gateway: () => Gateway;
  readonly files: () => readonly Following[];
  /** Lines of the log that were dropped since the start. */
  readonly droppedLines: () => number;
}

interface AdminPort {
  /** Who is to be told what happens in the gateway. */
  readonly telemetry: readonly Telemetry[];
  /** The same handler, with its requests in the metrics. */
  measured(handler: RequestListener): RequestListener;
  /** @throws SettingsError when the address cannot be listened on */
  open(): Promise<Listening | null>;
}

/** Nothing is measured, and nothing that measures is loaded, where there is no port to tell it on. */
export async function createAdminPort(
  options: AdminPortOptions,
  parts: AdminPortParts,
): Promise<AdminPort> {
  const { adminHost, adminPort } = options;
  if (adminPort === null) {
    return { telemetry: [], measured: (handler) => handler, open: async () => null };
  }
  const { createMetrics } = await import('../telemetry/metrics.ts');
  const { clock, log, droppedLines, gateway } = parts;
  const files = () => parts.files().map((file) => file.standing());
  const metrics = createMetrics({
    version: packageJson.version,
    madeUp: options.madeUp ?? false,
    ofProcess: true,
    unreadyReasons,
    standing: () => gateway().standing,
    droppedLines,
    files,
  });
  const { telemetry, lately } = watchLately(clock, droppedLines);
  return {
    telemetry: [metrics.telemetry, telemetry],
    measured: (handler) => measureRequests(handler, { ended: metrics.requestEnded, clock }),
    open() {
      const routes = routesOf(options, { clock, gateway: gateway(), files, metrics, lately });
      return openAdmin({ adminHost, adminPort }, routes, log);
    },
  };
}

function routesOf(
  { maxAgeMs, deadlineMs, maxWaitMs, maxCalls = null, madeUp = false }: GatewayOptions,
  {
    clock,
    gateway: { standing, readiness },
    files,
    metrics,
    lately,
  }: {
    readonly clock: Clock;
    readonly gateway: Gateway;
    readonly files: Parameters<typeof createStatus>[0]['files'];
    readonly metrics: Metrics;
    readonly lately: Lately;
  },
) {
  const status = createStatus({
    clock,
    // The start of the process.
    startedAt: 0,
    version: packageJson.version,
    madeUp,
    settings: { maxAgeMs, deadlineMs, maxWaitMs, maxCalls },
    ...standing,
    files,
    loopDelay: measureLoopDelay(clock),
    lately,
  });
  return paceAdmin(adminRoutes({ readiness, status, metrics }), clock);
}
