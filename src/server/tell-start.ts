import type { Logger } from 'pino';
import packageJson from '../../package.json' with { type: 'json' };
import { redisHostOf } from '../accounts/redis-host.ts';
import type { Secret } from '../exchange/secret.ts';
import type { GatewayOptions } from './gateway.ts';

/** Ids that the line names; of more it tells the number. */
const maxNamed = 20;

interface Start extends GatewayOptions {
  readonly redisUrl: Secret | null;
  readonly replicas: number;
}

/** Where it is reached; the port for those who look after it may be closed. */
interface Served {
  readonly url: string;
  readonly adminUrl: string | null;
}

/** Tells what it is that serves, and for whom, without anything that is secret. */
export function tellStart(options: Start, { url, adminUrl }: Served, log: Logger): void {
  const { accounts, callers = null, redisUrl, proxy, madeUp: embedded } = options;
  if (embedded) log.warn('EMBEDDED: the accounts are made up');
  log.info(
    {
      version: packageJson.version,
      node: process.versions.node,
      url,
      admin: adminUrl,
      accounts: accounts.length,
      ids: idsOf(accounts),
      hosts: [...new Set(accounts.map(({ baseUrl }) => baseUrl))],
      demo: idsOf(accounts.filter(({ demo }) => demo)),
      embedded,
      // Null where everybody may ask.
      callers: callers && callers.callers.length,
      jwt: callers !== null && callers.jwt !== null,
      redis: redisUrl !== null,
      ...(redisUrl && { redisHost: redisHostOf(redisUrl), replicas: options.replicas }),
      proxy: proxy ? new URL(proxy.url.reveal()).host : null,
      operations: options.operations,
      explore: options.explore,
    },
    'gateway started',
  );
}

const idsOf = (accounts: GatewayOptions['accounts']): readonly string[] =>
  accounts.slice(0, maxNamed).map(({ id }) => id);
