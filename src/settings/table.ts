import { accountSettings } from './account-settings.ts';
import { type Setting, wholeNumbers } from './setting.ts';
import {
  filePath,
  flag,
  hostList,
  hostName,
  oneOf,
  origins,
  proxyUrl,
  redisUrl,
} from './values.ts';

/** Every setting of the gateway; the parser, `--help` and `.env.example` derive from this table. */
export const table = {
  host: {
    name: 'HOST',
    description: 'Address to listen on; 0.0.0.0 or :: opens the gateway to the network.',
    schema: hostName,
    fallback: '127.0.0.1',
  },
  port: {
    name: 'PORT',
    description: 'TCP port to listen on; 0 takes any free one.',
    ...wholeNumbers(0, 65_535),
    fallback: '4000',
  },
  adminHost: {
    name: 'ADMIN_HOST',
    description:
      'Address of the admin port; whoever reaches it reads the ids of all accounts and how they are, so keep it to the inside.',
    schema: hostName,
    fallback: '127.0.0.1',
  },
  adminPort: {
    name: 'ADMIN_PORT',
    description:
      'TCP port for whoever looks after the gateway: /status, /metrics and /health; 0 takes any free one. Without it, there is none.',
    ...wholeNumbers(0, 65_535),
  },
  corsOrigins: {
    name: 'CORS_ORIGINS',
    description:
      'Origins whose pages may ask the gateway and read its answers, separated by commas, such as ' +
      "https://app.example,http://localhost:5173; without it, only those of the gateway's own origin may.",
    schema: origins,
  },
  ...accountSettings,
  callersFile: {
    name: 'CALLERS_FILE',
    description:
      'Who may ask: path of a JSON object of "callers", a list of { "name", "accounts", "tokens"?, "weight"?, "mayExplore"?, ' +
      '"onBehalfOf"? }, and "jwt", an issuer of JWTs, or one of both. Read again when it changes. Without it, everybody who reaches the port may.',
    schema: filePath,
  },
  allowAnonymous: {
    name: 'ALLOW_ANONYMOUS',
    description:
      'Whether everybody who reaches the port may read every account: true or false. Without CALLERS_FILE, any HOST but ' +
      'loopback needs it.',
    schema: flag,
    fallback: 'false',
  },
  operationsDir: {
    name: 'OPERATIONS_DIR',
    description:
      'Folder of manifests (*.json) of persisted documents, which clients may ask for by their ids like those that come ' +
      'with the gateway: as Apollo writes them, or a JSON object of documents by id. Read again when they change.',
    schema: filePath,
  },
  operations: {
    name: 'OPERATIONS',
    description:
      'Which documents are answered: any; logged, where the log tells those by their hashes that are in no manifest; or ' +
      'persisted, which are those of the manifests and no others.',
    schema: oneOf(['any', 'logged', 'persisted']),
    fallback: 'any',
  },
  explore: {
    name: 'EXPLORE',
    description:
      'Whether the graph can be learned from the gateway, by introspection, suggestions in errors and GraphiQL: true or ' +
      'false; without it, where HOST is loopback.',
    schema: flag,
  },
  maxAgeMs: {
    name: 'MAX_AGE_MS',
    description:
      'How old an answer of the exchange may be for a query, in milliseconds since its call was ' +
      'sent; 0 joins only calls that are not sent yet.',
    ...wholeNumbers(0, 60_000),
    fallback: '200',
  },
  deadlineMs: {
    name: 'DEADLINE_MS',
    description: 'Longest time that a request may take, in milliseconds.',
    ...wholeNumbers(1, 600_000),
    fallback: '10000',
  },
  maxWaitMs: {
    name: 'MAX_WAIT_MS',
    description:
      'Longest time that an instrument or currency may wait for a call that the rate limits allow, in milliseconds; ' +
      'what would wait longer is refused at once.',
    ...wholeNumbers(1, 600_000),
    fallback: '3000',
  },
  drainMs: {
    name: 'DRAIN_MS',
    description:
      'How long the gateway serves on after SIGTERM, in milliseconds: not ready, each answer the last of its connection, ' +
      'so that load balancers leave it; 0 ends at once.',
    ...wholeNumbers(0, 600_000),
    fallback: '5000',
  },
  maxCalls: {
    name: 'MAX_CALLS',
    description:
      'Most calls of the exchange that one operation may take, counted before it runs; without it, any number.',
    ...wholeNumbers(1, 100_000),
  },
  maxSubscriptions: {
    name: 'MAX_SUBSCRIPTIONS',
    description:
      'Most subscriptions that one caller may have open at a time; without callers, those that come from one address.',
    ...wholeNumbers(1, 100_000),
    fallback: '1000',
  },
  redisUrl: {
    name: 'REDIS_URL',
    description:
      'Redis or Valkey through which several gateways share the rate limits of their accounts, such as ' +
      'redis://user:password@host:6379/0; rediss: is over TLS. Accounts need the same ids in all of them.',
    schema: redisUrl,
  },
  replicas: {
    name: 'REPLICAS',
    description:
      'Number of gateways that share REDIS_URL: while Redis does not answer one of them, it makes do with this part of the limits.',
    ...wholeNumbers(1, 10),
    fallback: '2',
  },
  httpsProxy: {
    name: 'HTTPS_PROXY',
    description:
      'HTTP proxy through which the exchange and the issuer of JWTs are reached, such as `http://user:password@host:3128`; in lower ' +
      'case, too, which goes first. Without it, they are reached straight.',
    schema: proxyUrl,
  },
  noProxy: {
    name: 'NO_PROXY',
    description:
      'Hosts that are reached without HTTPS_PROXY, separated by commas, such as login.example,.internal; * for all. In lower case, too.',
    schema: hostList,
  },
  logLevel: {
    name: 'LOG_LEVEL',
    description: 'Least level that is logged: trace, debug, info, warn, error, fatal or silent.',
    schema: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    fallback: 'info',
  },
} satisfies Record<string, Setting<unknown>>;
