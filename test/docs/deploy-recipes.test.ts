import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { table } from '../../src/settings/table.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock } from '../../src/time/clock.ts';
import { entryOf, fileOf } from '../support/callers-on-disk.ts';
import { startGateway } from '../support/gateway-process.ts';
import { createHttp1Client } from '../support/https-clients.ts';
import { bearer } from '../support/knock.ts';
import { ask } from '../support/post.ts';
import { describeWith } from '../support/programs.ts';
import { copyProject } from '../support/project-copy.ts';
import { startProxy } from '../support/proxies.ts';
import { startReplacedGateways } from '../support/replaced-gateways.ts';
import { accountsFileOf } from '../support/running-gateway.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const unitFile = 'docs/deploy/okx-gateway@.service';
const unit = read(unitFile);
const valuesOf = (name: string): readonly string[] =>
  [...unit.matchAll(new RegExp(String.raw`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);

describe('times', () => {
  const [drainMs, deadlineMs] = [Number(table.drainMs.fallback), Number(table.deadlineMs.fallback)];
  const seconds = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1]);

  test('a gateway has as long to end as it may take', () => {
    const compose: { readonly 'x-gateway': { readonly stop_grace_period: string } } = parse(
      read('compose.yaml'),
    );
    for (const given of [
      seconds(unit, /^TimeoutStopSec=(\d+)$/m),
      seconds(compose['x-gateway'].stop_grace_period, /^(\d+)s$/),
    ]) {
      expect(given * 1_000).toBeGreaterThan(drainMs + deadlineMs + 1_000);
    }
  });

  test('a proxy waits for an answer for longer than a gateway takes, and keeps an idle connection for less long', () => {
    const [nginx, haproxy] = [read('docs/deploy/nginx.conf'), read('docs/deploy/haproxy.cfg')];
    const waits = [
      seconds(nginx, /proxy_read_timeout (\d+)s;/),
      seconds(haproxy, /timeout server (\d+)s/),
    ];
    for (const wait of waits) expect(wait * 1_000).toBeGreaterThan(deadlineMs);
    expect(seconds(nginx, /keepalive_timeout (\d+)s;/)).toBeLessThan(75);
    // Of the two looks that have a gateway left alone, the second follows soon after the first.
    expect(seconds(haproxy, /CHECK_EVERY-(\d+)s/) * 2_000).toBeLessThan(drainMs);
  });
});

describe('the systemd unit', () => {
  test('starts the gateway on the port of its name', async () => {
    const folder = copyProject();
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const exchange = createSimulatedExchange({ clock: systemClock });
    const here = {
      '/etc/okx-gateway/accounts.json': await accountsFileOf(exchange),
      '/etc/okx-gateway/callers.json': fileOf({ callers: [entryOf(['a-token'])] }).path,
      '%i': '0',
    };
    const adapt = (text: string): string =>
      Object.entries(here).reduce((adapted, [there, own]) => adapted.replace(there, own), text);
    const environment = Object.fromEntries(
      valuesOf('Environment').map((pair) => adapt(pair).split('=') as [string, string]),
    );
    const [program = '', ...args] = valuesOf('ExecStart').join().split(' ');
    const PATH = [dirname(process.execPath), process.env['PATH']].join(delimiter);
    const gateway = startGateway({ ...environment, PATH }, [], folder, [program, ...args]);
    onTestFinished(async () => {
      gateway.signal('SIGKILL');
      await gateway.exit;
    });
    expect(await ask(await gateway.url(), '{ __typename }')).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    gateway.signal('SIGINT');
    expect(await gateway.exit).toBe(0);
  });

  describeWith('systemd-analyze', 'is one', () => {
    test('that systemd takes', () => {
      const folder = mkdtempSync(join(tmpdir(), 'unit-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const file = join(folder, 'okx-gateway@4001.service');
      cpSync(join(root, unitFile), file);
      const said = execFileSync('systemd-analyze', ['verify', file], { stdio: 'pipe' });
      expect(said.toString()).toBe('');
    });
  });
});

for (const name of ['nginx', 'haproxy'] as const) {
  describeWith(name, `the recipe for ${name}`, () => {
    test('leads all queries for one account to one gateway, and those of one token without one', async () => {
      const gateways = await startReplacedGateways({ MAX_AGE_MS: '60000' });
      const proxy = await startProxy(name, gateways.ports);
      const callsFor = async (
        query: string,
        routes: readonly Readonly<Record<string, string>>[],
      ) => {
        const before = gateways.exchange.calls.length;
        for (const headers of routes) {
          const client = createHttp1Client(proxy, { keepAlive: false, headers });
          const answer = await client('', JSON.stringify({ query: `{ account { ${query} } }` }));
          expect(answer).toMatchObject({
            status: 200,
            body: expect.not.stringContaining('errors'),
          });
        }
        return gateways.exchange.calls.length - before;
      };
      const many = Array.from({ length: 24 }, (_, index) => `${index}`);
      const held = (ccy: string) => `details(ccy: ["${ccy}"]) { cashBal }`;
      expect(
        await callsFor(
          held('ETH'),
          many.map((token) => ({ 'x-account': 'spot', ...bearer(token) })),
        ),
      ).toBe(1);
      expect(
        await callsFor(
          held('BTC'),
          many.map(() => ({ 'x-account': '', ...bearer('one') })),
        ),
      ).toBe(1);
      expect(
        await callsFor(
          held('PEPE'),
          many.map((token) => ({ 'x-account': '', ...bearer(token) })),
        ),
      ).toBe(2);
      expect(
        await callsFor(
          held('USDT'),
          many.map((account) => ({ 'x-account': account })),
        ),
      ).toBe(2);
    });

    test('leads to the gateways also when none is ready, since they say why', async () => {
      const gateways = await startReplacedGateways();
      const proxy = await startProxy(name, gateways.ports);
      gateways.exchange.inject({ kind: 'foreign-address' });
      const isReady = async (port: number) =>
        (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
      const askBy = async (route: string) => {
        const client = createHttp1Client(proxy, {
          keepAlive: false,
          headers: { 'x-account': route },
        });
        return client('', JSON.stringify({ query: '{ accounts { totalEq } }' }));
      };
      const often = { interval: 200 };
      for (const port of gateways.ports) {
        await expect
          .poll(async () => {
            await Promise.all(Array.from({ length: 12 }, async (_, index) => askBy(`${index}`)));
            return isReady(port);
          }, often)
          .toBe(false);
      }
      // For much longer than a proxy takes to find out.
      for (let index = 0; index < 40; index += 1) {
        expect(await askBy(`${index}`)).toMatchObject({
          status: 200,
          body: expect.stringContaining('UPSTREAM_AUTH'),
        });
      }
    });

    test('keeps health to those who look after the gateways, and leads to GraphiQL', async () => {
      const gateways = await startReplacedGateways();
      const proxy = await startProxy(name, gateways.ports);
      const statusOf = async (path: string) => {
        const url = new URL(path, proxy.url).href;
        const client = createHttp1Client({ ...proxy, url }, { keepAlive: false, method: 'GET' });
        return (await client('', '')).status;
      };
      expect(await statusOf('/health/ready')).toBe(404);
      expect(await statusOf('/health/live')).toBe(404);
      expect(await statusOf('/')).toBe(302);
    });
  });
}
