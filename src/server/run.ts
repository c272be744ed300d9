import type { RequestListener } from 'node:http';
import { shareBudgets } from '../accounts/share-budgets.ts';
import { watchAccounts } from '../accounts/watch-accounts.ts';
import { watchCallers } from '../callers/watch-callers.ts';
import { watchManifests } from '../documents/watch-manifests.ts';
import type { Secret } from '../exchange/secret.ts';
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
import { refuseForOverload } from './overload.ts';
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

/** Serves until the process is told to end by SIGTERM or SIGINT, then lets the queries under way end. */
export async function run(
  options: RunOptions,
  parts: Pick<GatewayParts, 'clock' | 'random' | 'log' | 'telemetry' | 'askedUntil'>,
): Promise<void> {
  const shared = shareBudgets(options, parts);
  const { admit, isBusy } = createAdmission(parts.clock);
  const gateway = createGateway(options, { ...parts, ...shared, moreIsComing: isBusy });
  const { handler } = gateway;
  const unwatch = watchFiles(options, gateway, parts);
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
  const server = await listen(allowOrigins(options.corsOrigins, take), options, (reason) => {
    gateway.requestRefused({ what: 'connection', reason });
  });
  const admin = await openAdmin(options, adminRoutes(), parts.log);
  const toldToEnd = endSignal(parts.clock);
  process.stdout.write(welcome(server, admin, options));
  await toldToEnd;
  unwatch();
  parts.log.info('shutting down');
  await server.close(options.deadlineMs + graceBeyondDeadlineMs);
  await handler.dispose();
  gateway.close();
  await shared.close();
  // How it ends is told until it has.
  await admin?.close(0);
}

/** Follows what the gateway is given in files; returns how to stop. */
function watchFiles(
  { accountsFile, callersFile, operationsDir }: RunOptions,
  { replaceAccounts: replace, replaceCallers, documents }: Gateway,
  { clock, log }: Pick<GatewayParts, 'clock' | 'log'>,
): () => void {
  const stops = [
    ...(operationsDir === null
      ? []
      : [watchManifests({ folder: operationsDir, documents, clock, log })]),
    ...(accountsFile === null ? [] : [watchAccounts({ file: accountsFile, replace, log })]),
    ...(callersFile === null
      ? []
      : [watchCallers({ file: callersFile, replace: replaceCallers, log })]),
  ];
  // Without anybody to hear it, the signal that asks for a reload would end the process.
  process.on('SIGHUP', () => {
    if (stops.length === 0) log.info('SIGHUP ignored: nothing to reload');
  });
  return () => {
    for (const stop of stops) stop();
  };
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
