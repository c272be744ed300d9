import type { RequestListener } from 'node:http';
import { shareBudgets } from '../accounts/share-budgets.ts';
import { watchAccounts } from '../accounts/watch-accounts.ts';
import { watchCallers } from '../callers/watch-callers.ts';
import { watchManifests } from '../documents/watch-manifests.ts';
import type { Secret } from '../exchange/secret.ts';
import type { Following } from '../settings/follow-file.ts';
import { createStatus } from '../status/create-status.ts';
import { measureLoopDelay } from '../status/loop-delay.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { openAdmin } from './admin.ts';
import { adminRoutes } from './admin-routes.ts';
import { type Arrival, createAdmission } from './admission.ts';
import { allowOrigins } from './allow-origins.ts';
import { endSignal } from './end-signal.ts';
import {
  createGateway,
  type Gateway,
  type GatewayOptions,
  type GatewayParts,
  graphqlPath,
  livePath,
  readyPath,
} from './gateway.ts';
import { listen, type Listening } from './listen.ts';
import { measureRequests } from './measure-requests.ts';
import { refuseForOverload } from './overload.ts';
import { unreadyReasons } from './readiness.ts';
import { readVersion } from './version.ts';
import { warnOfCallers } from './warn-of-callers.ts';

/** How much longer than the deadline of a query an ending gateway waits for it. */
const graceBeyondDeadlineMs = 1_000;

export interface RunOptions extends GatewayOptions {
  readonly host: string;
  readonly port: number;
  readonly adminHost: string;
  /** Null for no admin port. */
  readonly adminPort: number | null;
  /** Pages of these may read answers. */
  readonly corsOrigins: readonly string[];
  /** The folder of further manifests of persisted documents; null when there is none. */
  readonly operationsDir: string | null;
  /** The file that the accounts come from, to be read again when it changes. */
  readonly accountsFile: string | null;
  /** The file that callers come from, likewise; null where everybody may ask. */
  readonly callersFile: string | null;
  /** Where budgets are shared with other gateways; null when they are not. */
  readonly redisUrl: Secret | null;
  /** Gateways that share them. */
  readonly replicas: number;
}

interface RunParts extends Pick<GatewayParts, 'clock' | 'random' | 'log' | 'askedUntil'> {
  /** Lines of the log that were dropped since the start. Default: none. */
  readonly droppedLines?: () => number;
}

/** Serves until the process is told to end by SIGTERM or SIGINT, then lets the queries under way end. */
export async function run(
  options: RunOptions,
  { droppedLines = () => 0, ...parts }: RunParts,
): Promise<void> {
  const shared = shareBudgets(options, parts);
  const { admit, isBusy } = createAdmission(parts.clock);
  // Nobody could read them without the admin port.
  const metrics =
    options.adminPort === null
      ? null
      : createMetrics({
          version: readVersion(),
          madeUp: options.madeUp ?? false,
          ofProcess: true,
          unreadyReasons,
          standing: () => gateway.standing,
          droppedLines,
          files: () => files.map((file) => file.standing()),
        });
  const gateway = createGateway(options, {
    ...parts,
    ...shared,
    moreIsComing: isBusy,
    telemetry: metrics ? [metrics.telemetry] : [],
  });
  const { handler } = gateway;
  const files = watchFiles(options, gateway, parts);
  warnOfCallers(options, parts.log);
  const take: RequestListener = (request, response) => {
    // Whoever looks after the process must not wait behind what others ask of it.
    if (request.url === livePath || request.url === readyPath) {
      return void handler(request, response, {});
    }
    const { remoteAddress: address = '' } = request.socket;
    return admit({
      from: gateway.takesTurnOf({ headers: request.headers, address }),
      work(arrivedAt) {
        if (response.destroyed) return;
        // Whoever sends the body later asks later.
        const arrival: Arrival = request.complete ? { arrivedAt, address } : { address };
        void handler(request, response, arrival);
      },
      refuse() {
        gateway.requestRefused({ what: 'overload', reason: 'too many wait for their turns' });
        refuseForOverload(request, response);
      },
    });
  };
  const open = allowOrigins(options.corsOrigins, take);
  const handle = metrics
    ? measureRequests(open, { ended: metrics.requestEnded, clock: parts.clock })
    : open;
  const server = await listen(handle, options, (reason) => {
    gateway.requestRefused({ what: 'connection', reason });
  });
  const { standing } = gateway;
  const status = createStatus({
    clock: parts.clock,
    // The start of the process.
    startedAt: 0,
    version: readVersion(),
    madeUp: options.madeUp ?? false,
    settings: {
      maxAgeMs: options.maxAgeMs,
      deadlineMs: options.deadlineMs,
      maxWaitMs: options.maxWaitMs,
      maxCalls: options.maxCalls ?? null,
    },
    ...standing,
    files: () => files.map((file) => file.standing()),
    loopDelay: measureLoopDelay(parts.clock),
  });
  const admin = await openAdmin(
    options,
    adminRoutes({ readiness: gateway.readiness, status, metrics }),
    parts.log,
  );
  const toldToEnd = endSignal(parts.clock);
  process.stdout.write(welcome(server, admin, options));
  await toldToEnd;
  for (const { stop } of files) stop();
  parts.log.info('shutting down');
  await server.close(options.deadlineMs + graceBeyondDeadlineMs);
  await handler.dispose();
  gateway.close();
  await shared.close();
  // How it ends is told until it has.
  await admin?.close(0);
}

/** Follows what the gateway is given in files. */
function watchFiles(
  { accountsFile, callersFile, operationsDir }: RunOptions,
  { replaceAccounts: replace, replaceCallers, documents }: Gateway,
  { clock, log }: Pick<GatewayParts, 'clock' | 'log'>,
): readonly Following[] {
  const files = [
    ...(operationsDir === null
      ? []
      : [watchManifests({ folder: operationsDir, documents, clock, log })]),
    ...(accountsFile === null ? [] : [watchAccounts({ file: accountsFile, replace, clock, log })]),
    ...(callersFile === null
      ? []
      : [watchCallers({ file: callersFile, replace: replaceCallers, clock, log })]),
  ];
  // Without anybody to hear it, the signal that asks for a reload would end the process.
  process.on('SIGHUP', () => {
    if (files.length === 0) log.info('SIGHUP ignored: nothing to reload');
  });
  return files;
}

function welcome(
  { url }: Listening,
  admin: Listening | null,
  { explore = true, operations = 'any', callersFile }: RunOptions,
): string {
  const graph = `${url}${graphqlPath}`;
  const query = JSON.stringify({ query: '{ account { id totalEq details { ccy eq } } }' });
  // Without one, callers would be shown their first 401.
  const token = callersFile === null ? '' : ' -H "authorization: Bearer $TOKEN"';
  const curl = `curl -s ${graph}${token} -H 'content-type: application/json' -d '${query}'`;
  const lines = [
    `${explore ? 'GraphiQL' : 'Graph   '}  ${graph}`,
    // It is in no manifest.
    ...(operations === 'persisted' ? [] : [`Try       ${curl}`]),
    ...(admin === null ? [] : [`Admin     ${admin.url}`]),
  ];
  return `${lines.join('\n')}\n`;
}
