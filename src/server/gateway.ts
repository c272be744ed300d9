import type { IncomingHttpHeaders } from 'node:http';
import { type AccountsParts, createAccounts, type ServedAccount } from '../accounts/accounts.ts';
import type { RedisStanding } from '../accounts/share-budgets.ts';
import { tryStopped } from '../accounts/stopped-accounts.ts';
import { createCallers } from '../callers/callers.ts';
import type { KnownCallers } from '../callers/known-callers.ts';
import { readOwnManifest } from '../documents/own-manifest.ts';
import { createPersistedDocuments } from '../documents/persisted-documents.ts';
import { createLogLines } from '../telemetry/log-lines.ts';
import { createTellDefect } from '../telemetry/tell-defect.ts';
import { tellAll, type Telemetry } from '../telemetry/telemetry.ts';
import type { Settings } from '../settings/settings.ts';
import { pageDocuments } from '../graphiql/page-documents.ts';
import { createClients } from '../exchange/client.ts';
import { fetchThrough } from '../exchange/dispatcher.ts';
import { createHttp, type Http } from '../exchange/http.ts';
import type { Proxy } from '../exchange/proxy.ts';
import { createExecutor } from '../execution/compile.ts';
import { maxErrors } from '../operations/answer.ts';
import { createMayExplore } from '../operations/explore-limit.ts';
import { createOperations } from '../operations/operations.ts';
import { createTellError } from '../operations/tell-error.ts';
import { maxTurnWaitMs } from './admission.ts';
import { createFastPath } from './fast-path.ts';
import { serveHealth } from './health.ts';
import { loadYoga } from './load-yoga.ts';
import { type Readiness, whyNoCalls } from './readiness.ts';
import { serveFast } from './serve-fast.ts';
import { servedSchema } from './served-schema.ts';
import { askerOf } from './use-caller.ts';

export interface GatewayOptions {
  /** At least one; the first is the default account. */
  readonly accounts: readonly ServedAccount[];
  readonly maxAgeMs: number;
  readonly deadlineMs: number;
  readonly maxWaitMs: number;
  /** Who may ask; null where everybody may. Default: null. */
  readonly callers?: KnownCallers | null;
  /** Most calls of the exchange that one operation may take; null for any number. Default: null. */
  readonly maxCalls?: number | null;
  /** Most subscriptions of one caller. Default: 1,000. */
  readonly maxSubscriptions?: number;
  /** Which documents are answered, as the setting has it. Default: any. */
  readonly operations?: Settings['operations'];
  /** Whether callers that may do so can learn the graph from the gateway: introspection, suggestions, GraphiQL. Default: they can. */
  readonly explore?: boolean;
  /** Whether an embedded exchange serves, which GraphiQL and each answer then say. */
  readonly madeUp?: boolean;
  /** What https hosts are reached through; null for nothing. Default: null. */
  readonly proxy?: Proxy | null;
}

/** What the gateway takes from its surroundings. */
export interface GatewayParts extends Omit<AccountsParts, 'clientOf' | 'keepMs' | 'telemetry'> {
  /** Told of what happens, beside the log. */
  readonly telemetry?: readonly Telemetry[];
  /** Stands in for the network in tests, on the way to the exchange. */
  readonly http?: Http;
  /** And on the way to the issuer of JWTs. */
  readonly fetchKeys?: typeof globalThis.fetch;
  /** Why queries are not to be sent here, which only whoever runs it knows. Default: they are. */
  readonly readiness?: Readiness;
  /** How it stands with the Redis that budgets are shared through. Default: they are not. */
  readonly redis?: () => RedisStanding | null;
}

export type Gateway = ReturnType<typeof createGateway>;

/** The gateway as a request handler for `node:http`, without the fast path also as a fetch, its accounts and how to change them and its callers, and its persisted documents. */
export function createGateway(
  {
    accounts,
    maxAgeMs,
    deadlineMs,
    maxWaitMs,
    maxCalls = null,
    maxSubscriptions = 1_000,
    operations: which = 'any',
    explore = true,
    callers = null,
    madeUp = false,
    proxy = null,
  }: GatewayOptions,
  {
    http,
    fetchKeys,
    readiness = () => null,
    redis = () => null,
    telemetry: listeners = [],
    ...parts
  }: GatewayParts,
) {
  const { clock, log } = parts;
  const telemetry = tellAll(
    [createLogLines(log, clock, (id) => served.hostOf(id)), ...listeners],
    createTellDefect(log, clock),
  );
  const served = createAccounts(accounts, {
    ...parts,
    telemetry,
    clientOf: createClients(() => http ?? createHttp(proxy), clock, telemetry.clockCorrected),
    // A request that had to wait for its turn still finds the answers that were fresh when it came.
    keepMs: maxAgeMs + maxTurnWaitMs,
  });
  const fetchFromIssuer = fetchKeys ?? (proxy ? fetchThrough(proxy) : undefined);
  const asking = createCallers(callers, { clock, log, fetch: fetchFromIssuer });
  const documents = createPersistedDocuments(
    servedSchema,
    // Where others are refused or told of, GraphiQL is to work all the same.
    readOwnManifest(explore && which !== 'any' ? pageDocuments() : []),
  );
  const tellError = createTellError(log);
  const operations = createOperations({
    schema: servedSchema,
    executor: createExecutor(servedSchema, maxErrors),
    documents,
    which,
    mayExplore: createMayExplore(explore),
    madeUp,
    tellError,
    telemetry,
    accounts: served.loaders,
    clock,
    maxAgeMs,
    deadlineMs,
    maxWaitMs,
    maxCalls,
    maxSubscriptions,
  });
  const standing = {
    accounts: served.served,
    loaders: served.loaders,
    callers: asking.standing,
    redis,
    unready: () =>
      readiness() ?? whyNoCalls({ loaders: served.loaders(), redis: redis(), maxWaitMs }),
  };
  const isReady: Readiness = () => {
    const reason = standing.unready();
    if (reason === 'accounts-stopped') tryStopped(served.loaders(), clock);
    return reason;
  };
  const yoga = loadYoga({
    operations,
    callers: asking,
    wantsToken: callers !== null,
    explore,
    madeUp,
    readiness: isReady,
    tellError,
    telemetry,
    clock,
  });
  const fastPath = createFastPath(operations);
  const handle = serveFast(fastPath, {
    callers: asking,
    telemetry,
    tellError,
    yoga: yoga.handle,
  });
  return {
    handler: Object.assign(serveHealth(isReady, handle), {
      fetch: yoga.fetch,
      dispose: yoga.dispose,
    }),
    fastPath,
    loaders: served.loaders,
    replaceAccounts(present: readonly ServedAccount[]) {
      served.replace(present);
      operations.subscriptions.forget();
    },
    replaceCallers(known: KnownCallers) {
      asking.replace(known);
      operations.subscriptions.recheck();
    },
    endSubscriptions: operations.subscriptions.end,
    documents,
    /** How everything stands; asking changes nothing. */
    standing,
    /** Whether queries are to be sent here. Who asks while all accounts are stopped has it found out whether they are back. */
    readiness: isReady,
    requestRefused: telemetry.requestRefused,
    /** Who sends a request, as far as that is known before it is read. */
    askerOf: (headers: IncomingHttpHeaders, address: string) => askerOf(asking, headers, address),
    /** Lets go of what it holds beside requests. */
    close: asking.close,
  };
}
