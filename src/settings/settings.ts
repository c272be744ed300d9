import type { AccountCredentials } from '../exchange/credentials.ts';
import type { Secret } from '../exchange/secret.ts';
import { isLoopback } from './loopback.ts';
import { SettingsError } from './settings-error.ts';
import { type Setting, table } from './table.ts';

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
  /** Most calls of the exchange that one operation may take; null for any number. */
  readonly maxCalls: number | null;
  /** Null when budgets are not shared. */
  readonly redisUrl: Secret | null;
  readonly replicas: number;
  readonly logLevel: string;
}

/** Variables by name; an empty one counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads all settings. Throws a `SettingsError` at the first wrong one. */
export function parseSettings(env: Environment): Settings {
  const host = read(env, table.host);
  return {
    host,
    port: read(env, table.port),
    ...readAdmin(env),
    corsOrigins: isSet(env, table.corsOrigins) ? read(env, table.corsOrigins) : [],
    ...readOriginOfAccounts(env),
    callersFile: readCallersFile(env),
    operationsDir: isSet(env, table.operationsDir) ? read(env, table.operationsDir) : null,
    operations: read(env, table.operations),
    explore: isSet(env, table.explore) ? read(env, table.explore) : isLoopback(host),
    maxAgeMs: read(env, table.maxAgeMs),
    deadlineMs: read(env, table.deadlineMs),
    maxWaitMs: read(env, table.maxWaitMs),
    maxCalls: isSet(env, table.maxCalls) ? read(env, table.maxCalls) : null,
    redisUrl: isSet(env, table.redisUrl) ? read(env, table.redisUrl) : null,
    replicas: readReplicas(env),
    logLevel: read(env, table.logLevel),
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
  if (isSet(env, adminHost) && !isSet(env, adminPort)) {
    throw new SettingsError(
      `${adminHost.name} has no effect without ${adminPort.name}; set both or none`,
    );
  }
  return {
    adminHost: read(env, adminHost),
    adminPort: isSet(env, adminPort) ? read(env, adminPort) : null,
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

function isSet(env: Environment, { name }: Setting<unknown>): boolean {
  return Boolean(env[name]);
}

function read<T>(env: Environment, setting: Setting<T>): T {
  const result = setting.schema.safeParse(env[setting.name] || setting.fallback);
  if (result.success) return result.data;
  throw new SettingsError(`${setting.name} must be ${result.error.issues[0]?.message}`);
}
