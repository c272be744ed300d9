import type { AccountCredentials } from '../exchange/credentials.ts';
import type { Proxy } from '../exchange/proxy.ts';
import type { Secret } from '../exchange/secret.ts';
import { isLoopback } from './loopback.ts';
import { readEmbedded } from './made-up-accounts.ts';
import { readProxy } from './proxy.ts';
import { type Environment, isSet, read, readIfSet } from './read.ts';
import { isServiceLink } from './service-links.ts';
import { SettingsError } from './settings-error.ts';
import { refuseSimilarNames } from './similar-names.ts';
import { table } from './table.ts';

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly adminHost: string;
  /** Null for no admin port. */
  readonly adminPort: number | null;
  /** Pages of these may read answers; as browsers send them. */
  readonly corsOrigins: readonly string[];
  /** The one account of the variables; null when there is none. */
  readonly account: AccountCredentials | null;
  /** Where several accounts come from; null when there is no such file. At most one of the two is given. */
  readonly accountsFile: string | null;
  /** Whether an embedded exchange serves made-up accounts: where there are no others, and there alone. */
  readonly embedded: boolean;
  /** Whether each account is asked for at the start, and when it comes or changes later. */
  readonly checkAccounts: boolean;
  /** Null when the exchange is reached straight. */
  readonly proxy: Proxy | null;
  /** Who may ask; null where everybody may who reaches the port. */
  readonly callersFile: string | null;
  /** Further manifests of persisted documents; null when there are none. */
  readonly operationsDir: string | null;
  /** Which documents are answered: any, also those of no manifest, with or without their hashes in the log, or no others. */
  readonly operations: 'any' | 'logged' | 'persisted';
  /** Whether the graph can be learned from the gateway. */
  readonly explore: boolean;
  readonly maxAgeMs: number;
  readonly deadlineMs: number;
  readonly maxWaitMs: number;
  readonly drainMs: number;
  /** Most calls of the exchange that one operation may take; null for any number. */
  readonly maxCalls: number | null;
  readonly maxSubscriptions: number;
  /** Null when budgets are not shared. */
  readonly redisUrl: Secret | null;
  readonly replicas: number;
  readonly logLevel: string;
}

/** Reads all settings. Throws a `SettingsError` at the first wrong one, or at a name that may be one of them misspelt. */
export function parseSettings(env: Environment): Settings {
  refuseSimilarNames(env);
  const host = read(env, table.host);
  return {
    host,
    port: read(env, table.port),
    ...readAdmin(env),
    corsOrigins: readIfSet(env, table.corsOrigins) ?? [],
    ...readOriginOfAccounts(env),
    callersFile: readCallersFile(env),
    checkAccounts: read(env, table.checkAccounts),
    proxy: readProxy(env),
    operationsDir: readIfSet(env, table.operationsDir),
    operations: read(env, table.operations),
    explore: readIfSet(env, table.explore) ?? isLoopback(host),
    maxAgeMs: read(env, table.maxAgeMs),
    deadlineMs: read(env, table.deadlineMs),
    maxWaitMs: read(env, table.maxWaitMs),
    drainMs: read(env, table.drainMs),
    maxCalls: readIfSet(env, table.maxCalls),
    maxSubscriptions: read(env, table.maxSubscriptions),
    redisUrl: readIfSet(env, table.redisUrl),
    replicas: readReplicas(env),
    logLevel: read(env, table.logLevel),
    // Last: where a value is wrong, that one is to be told.
    embedded: readEmbedded(env),
  };
}

const credentials = [table.apiKey, table.secretKey, table.passphrase];

function readOriginOfAccounts(env: Environment): Pick<Settings, 'account' | 'accountsFile'> {
  if (!isSet(env, table.accountsFile)) return { account: readAccount(env), accountsFile: null };
  const rival = [...credentials, table.baseUrl, table.demo].find((setting) => isSet(env, setting));
  if (rival !== undefined) {
    throw new SettingsError(
      `${rival.name} must be unset while ${table.accountsFile.name} is set: accounts come from one of the two`,
    );
  }
  return { account: null, accountsFile: read(env, table.accountsFile) };
}

function readAccount(env: Environment): AccountCredentials | null {
  const origin = { baseUrl: read(env, table.baseUrl), demo: read(env, table.demo) };
  if (!credentials.some((setting) => isSet(env, setting))) {
    const idle = [table.baseUrl, table.demo].find((setting) => isSet(env, setting));
    if (idle === undefined) return null;
    throw new SettingsError(
      `${idle.name} has no effect without ${table.apiKey.name}; set both or none`,
    );
  }

  const missing = credentials.find((setting) => !isSet(env, setting));
  if (missing !== undefined) {
    const all = credentials.map(({ name }) => name).join(', ');
    throw new SettingsError(`${missing.name} must be set too: ${all} go together`);
  }
  return {
    id: 'main',
    apiKey: read(env, table.apiKey),
    secretKey: read(env, table.secretKey),
    passphrase: read(env, table.passphrase),
    ...origin,
  };
}

/** Who reaches more than this machine says who may ask, or that all may. */
function readCallersFile(env: Environment): string | null {
  const { callersFile, allowAnonymous, host } = table;
  const isAllowed = read(env, allowAnonymous);
  if (isSet(env, callersFile)) {
    if (!isAllowed) return read(env, callersFile);
    throw new SettingsError(
      `${allowAnonymous.name} must be false while ${callersFile.name} is set, which says who may ask`,
    );
  }
  if (isAllowed || isLoopback(read(env, host))) return null;
  throw new SettingsError(
    `${host.name} must be a loopback address without ${callersFile.name}, which says who may ask; ${allowAnonymous.name}=true lets everybody who reaches the port read every account`,
  );
}

function readAdmin(env: Environment): Pick<Settings, 'adminHost' | 'adminPort'> {
  const { adminHost, adminPort } = table;
  // Kubernetes sets it where a service is called `admin`.
  const isWanted = isSet(env, adminPort) && !isServiceLink(adminPort.name, env);
  if (isSet(env, adminHost) && !isWanted) {
    throw new SettingsError(
      `${adminHost.name} has no effect without ${adminPort.name}; set both or none`,
    );
  }
  return {
    adminHost: read(env, adminHost),
    adminPort: isWanted ? read(env, adminPort) : null,
  };
}

function readReplicas(env: Environment): number {
  if (isSet(env, table.replicas) && !isSet(env, table.redisUrl)) {
    throw new SettingsError(
      `${table.replicas.name} has no effect without ${table.redisUrl.name}; set both or none`,
    );
  }
  return read(env, table.replicas);
}
