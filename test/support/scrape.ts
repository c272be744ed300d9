import { accountsFileOf, start } from './running-gateway.ts';
import { entryOf, fileOf } from './callers-on-disk.ts';
import { freePort } from './free-port.ts';
import { post } from './post.ts';
import { type MetricFamily, readPrometheusText, type Sample } from './prometheus-text.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock } from '../../src/time/clock.ts';

/** A gateway in a process of its own with an admin port, until the end of the test. */
export async function startWithMetrics(environment: Readonly<Record<string, string>> = {}) {
  const gateway = start({ ...environment, ADMIN_PORT: '0' });
  const admin = (await gateway.line(/^Admin /)).replace(/^\w+\s+/, '');
  return {
    gateway,
    admin,
    /** What its metrics tell, as Prometheus asks for them. */
    async scrape(): Promise<ReadonlyMap<string, MetricFamily>> {
      const answer = await fetch(`${admin}/metrics`);
      return readPrometheusText(await answer.text());
    },
  };
}

const token = `okxgw_${'a-token-of-a-test'.padEnd(43, '-')}`;

/**
 * The metrics of gateways that together have everything of which there are metrics: callers and an issuer of JWTs, a file of
 * accounts of which one is stopped, and a Redis.
 */
export async function scrapeEverything(): Promise<ReadonlyMap<string, MetricFamily>> {
  const exchange = createSimulatedExchange({ clock: systemClock });
  exchange.inject({ kind: 'foreign-address', accountId: 'spot' });
  exchange.inject({ kind: 'malformed', accountId: 'futures' });
  const nowhere = await freePort();
  const callers = fileOf({
    callers: [entryOf([token], 'one', 'all')],
    jwt: {
      issuer: 'https://login.example/',
      audience: 'a',
      algorithms: ['RS256'],
      jwksUrl: `http://127.0.0.1:${nowhere}/keys`,
    },
  });
  const accounts = await accountsFileOf(exchange);
  const [served, sharing] = await Promise.all([
    startWithMetrics({ ACCOUNTS_FILE: accounts, CALLERS_FILE: callers.path }),
    startWithMetrics({ ACCOUNTS_FILE: accounts, REDIS_URL: `redis://127.0.0.1:${nowhere}` }),
  ]);
  const query = JSON.stringify({
    query:
      '{ accounts { maxWithdrawal(ccy: "BTC") { maxWd maxWdEx spotOffsetMaxWd spotOffsetMaxWdEx } } }',
  });
  await post(await served.gateway.url(), query, { authorization: `Bearer ${token}` });
  const [ofServed, ofSharing] = [await served.scrape(), await sharing.scrape()];
  return new Map(
    [...ofServed].map(([name, family]) => {
      const samples: readonly Sample[] = [
        ...family.samples,
        ...(ofSharing.get(name)?.samples ?? []),
      ];
      return [name, { ...family, samples }];
    }),
  );
}
