import type { RequestListener } from 'node:http';
import { createAccountChecks } from '../accounts/check-accounts.ts';
import { loadSharedBudgets } from '../accounts/load-shared-budgets.ts';
import type { ServedAccount } from '../accounts/accounts.ts';
import { watchAccounts } from '../accounts/watch-accounts.ts';
import type { KnownCallers } from '../callers/known-callers.ts';
import { watchCallers } from '../callers/watch-callers.ts';
import { watchManifests } from '../documents/watch-manifests.ts';
import type { Secret } from '../exchange/secret.ts';
import type { Following } from '../settings/follow-file.ts';
import { createAdminPort } from './admin-port.ts';
import { type Arrival, createAdmission } from './admission.ts';
import { allowOrigins } from './allow-origins.ts';
import { endSignal } from './end-signal.ts';
import { createGateway, type Gateway, type GatewayOptions, type GatewayParts } from './gateway.ts';
import { livePath, readyPath } from './paths.ts';
import { listen } from './listen.ts';
import { refuseForOverload } from './overload.ts';
import { tellStart } from './tell-start.ts';
import { takesTurnOf } from './use-caller.ts';
import { warnOfCallers } from './warn-of-callers.ts';
import { welcome } from './welcome.ts';

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
  /** Whether accounts are asked for when they come; those that are made up are not. */
  readonly checkAccounts: boolean;
  /** Where budgets are shared with other gateways; null when they are not. */
  readonly redisUrl: Secret | null;
  /** Gateways that share them. */
  readonly replicas: number;
  /** How long it serves on after SIGTERM. */
  readonly drainMs: number;
}

interface RunParts extends Pick<
  GatewayParts,
  'clock' | 'random' | 'log' | 'telemetry' | 'askedUntil'
> {
  /** Lines of the log that were dropped since the start. Default: none. */
  readonly droppedLines?: () => number;
}

/**
 * Serves until the process is told to end: by SIGTERM, after load balancers had the time to leave it; by SIGINT, whose
 * sender waits at a terminal, at once. Lets the queries under way end.
 */
export async function run(
  options: RunOptions,
  { droppedLines = () => 0, ...parts }: RunParts,
): Promise<void> {
  const shared = await loadSharedBudgets(options, parts);
  const { admit, isBusy } = createAdmission(parts.clock);
  let isEnding = false;
  const adminPort = await createAdminPort(options, {
    ...parts,
    droppedLines,
    gateway: () => gateway,
    files: () => files,
  });
  const gateway = createGateway(options, {
    ...parts,
    ...shared,
    moreIsComing: isBusy,
    telemetry: [...adminPort.telemetry, ...(parts.telemetry ?? [])],
    readiness: () => (isEnding ? 'draining' : null),
  });
  const { handler } = gateway;
  const checks = createAccountChecks({ ...parts, loaders: gateway.loaders });
  const checkAccounts = (accounts: readonly ServedAccount[]) => {
    if (options.checkAccounts && !options.madeUp) checks.check(accounts);
  };
  const files = watchFiles(options, gateway, { ...parts, checkAccounts });
  const take: RequestListener = (request, response) => {
    // Whoever looks after the process must not wait behind what others ask of it.
    if (request.url === livePath || request.url === readyPath) {
      return handler(request, response);
    }
    const { remoteAddress: address = '' } = request.socket;
    const asker = gateway.askerOf(request.headers, address);
    return admit({
      from: takesTurnOf(asker, address),
      work(arrivedAt) {
        if (response.destroyed) return;
        // Whoever sends the body later asks later.
        const arrival: Arrival = { address, asker, ...(request.complete && { arrivedAt }) };
        handler(request, response, arrival);
      },
      refuse() {
        gateway.requestRefused({ what: 'overload', reason: 'too many wait for their turns' });
        refuseForOverload(request, response);
      },
    });
  };
  const handle = adminPort.measured(allowOrigins(options.corsOrigins, take));
  // Whoever is told to end from here on may have taken a request.
  const toldToEnd = endSignal(parts.clock);
  const server = await listen(handle, options, gateway.requestRefused);
  const admin = await adminPort.open();
  tellStart(options, { url: server.url, adminUrl: admin?.url ?? null }, parts.log);
  process.stdout.write(welcome(server, admin, options));
  checkAccounts(options.accounts);
  const signal = await toldToEnd;
  isEnding = true;
  // Their clients come back, to another gateway where there is one.
  gateway.endSubscriptions();
  if (signal === 'SIGTERM' && options.drainMs > 0) {
    parts.log.info({ drainMs: options.drainMs }, 'draining: not ready, serving on');
    server.drain();
    await new Promise<void>((resolve) => parts.clock.after(options.drainMs, resolve));
  }
  for (const { stop } of files) stop();
  checks.stop();
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
  options: RunOptions,
  { replaceAccounts, replaceCallers, documents }: Gateway,
  {
    clock,
    log,
    checkAccounts,
  }: Pick<GatewayParts, 'clock' | 'log'> & {
    readonly checkAccounts: (accounts: readonly ServedAccount[]) => void;
  },
): readonly Following[] {
  const { accountsFile, callersFile, operationsDir } = options;
  const warnings = warnOfCallers(options, log);
  function replace(accounts: readonly ServedAccount[]): void {
    replaceAccounts(accounts);
    checkAccounts(accounts);
    warnings.replaceAccounts(accounts);
  }
  function replaceAsking(callers: KnownCallers): void {
    replaceCallers(callers);
    warnings.replaceCallers(callers);
  }
  const files = [
    ...(operationsDir === null
      ? []
      : [watchManifests({ folder: operationsDir, documents, clock, log })]),
    ...(accountsFile === null ? [] : [watchAccounts({ file: accountsFile, replace, clock, log })]),
    ...(callersFile === null
      ? []
      : [watchCallers({ file: callersFile, replace: replaceAsking, clock, log })]),
  ];
  // Without anybody to hear it, the signal that asks for a reload would end the process.
  process.on('SIGHUP', () => {
    if (files.length === 0) log.info('SIGHUP ignored: nothing to reload');
  });
  return files;
}
