import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { parseSettings } from '../../src/settings/settings.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock } from '../../src/time/clock.ts';
import { entryOf, fileOf } from '../support/callers-on-disk.ts';
import { createCertificate } from '../support/certificate.ts';
import { startChildProcess } from '../support/child-process.ts';
import { commandOf, environmentOf, readDockerfile } from '../support/dockerfile.ts';
import { freePort } from '../support/free-port.ts';
import { startGateway } from '../support/gateway-process.ts';
import { createHttp1Client } from '../support/https-clients.ts';
import { bearer } from '../support/knock.ts';
import { describeGiven, pathOf } from '../support/programs.ts';
import { serve } from '../support/proxies.ts';
import { accountsFileOf } from '../support/running-gateway.ts';

interface Service {
  readonly command: [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly healthcheck: { readonly test: readonly string[] };
  readonly volumes: readonly string[];
  readonly ports: readonly string[];
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
}

type ServiceName = 'gateway-1' | 'gateway-2' | 'redis' | 'proxy';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { services }: { readonly services: Readonly<Record<ServiceName, Service>> } = parse(
  readFileSync(join(root, 'compose.yaml'), 'utf8'),
);
const image = readDockerfile();

test('the gateways of the compose file are given settings that they take', () => {
  for (const name of ['gateway-1', 'gateway-2'] as const) {
    const environment = { ...environmentOf(image), ...services[name].environment };
    expect(parseSettings(environment)).toMatchObject({ host: '0.0.0.0', port: 4_000, replicas: 2 });
  }
});

test('none of its services may change what it runs, or has a right of root', () => {
  for (const service of Object.values(services)) {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  }
});

const found = pathOf('haproxy') !== null && pathOf('redis-server') !== null;
describeGiven('haproxy on the PATH', found, 'its services, by the commands that it names', () => {
  test('answer through the proxy, also when one gateway has ended', async () => {
    const [redisPort, onePort, twoPort, port] = [
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
    ];
    const folder = mkdtempSync(join(tmpdir(), 'compose-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const certificate = createCertificate(folder);
    const exchange = createSimulatedExchange({ clock: systemClock, moving: false });
    const [mounted = '', mountedAt = ''] = services.proxy.volumes.join().split(':');
    const [, publishedPort = ''] = services.proxy.ports.join().split(':');
    /** What is there on this machine in place of what is there in the containers. */
    const here = {
      'redis:6379': `127.0.0.1:${redisPort}`,
      'gateway-1:4000': `127.0.0.1:${onePort}`,
      'gateway-2:4000': `127.0.0.1:${twoPort}`,
      [`:${publishedPort}`]: `127.0.0.1:${port}`,
      '/run/secrets/accounts': await accountsFileOf(exchange),
      '/run/secrets/callers': fileOf({ callers: [entryOf(['a-token'])] }).path,
      '/run/secrets/certificate': certificate.bothFile,
      [mountedAt]: join(root, mounted),
    };
    const adapt = (text: string): string =>
      Object.entries(here).reduce((adapted, [there, own]) => adapted.replace(there, own), text);
    const environmentHere = (name: ServiceName) =>
      Object.fromEntries(
        Object.entries(services[name].environment).map(([key, value]) => [key, adapt(value)]),
      );

    const [redis, ...options] = services.redis.command;
    await using _ = await startChildProcess({
      command: redis,
      args: [...options, '--port', String(redisPort), '--bind', '127.0.0.1'],
      environment: { PATH: process.env['PATH'] ?? '' },
      folder,
      ready: /(Ready to accept connections)/,
    });
    const [, look = '', ...question] = services.redis.healthcheck.test;
    expect(execFileSync(look, ['-p', String(redisPort), ...question]).toString()).toBe('PONG\n');
    const gateways = (
      [
        ['gateway-1', onePort],
        ['gateway-2', twoPort],
      ] as const
    ).map(([name, own]) => {
      const gateway = startGateway(
        {
          PATH: process.env['PATH'] ?? '',
          ...environmentOf(image),
          ...environmentHere(name),
          PORT: String(own),
        },
        [],
        root,
        [process.execPath, ...commandOf(image, 'CMD').slice(1)],
      );
      onTestFinished(async () => {
        gateway.signal('SIGKILL');
        await gateway.exit;
      });
      return gateway;
    });
    await Promise.all(gateways.map((gateway) => gateway.line(/^Graph /, 60_000)));
    const command = services.proxy.command.map(adapt) as [string, ...string[]];
    await serve({ command, environment: environmentHere('proxy'), port });

    const ask = createHttp1Client(
      { url: `https://localhost:${port}/graphql`, certificate: certificate.text },
      { keepAlive: true, headers: bearer('a-token') },
    );
    const query = JSON.stringify({ query: '{ account { id details(ccy: ["ETH"]) { ccy } } }' });
    const right = {
      status: 200,
      body: JSON.stringify({ data: { account: { id: 'spot', details: [{ ccy: 'ETH' }] } } }),
    };
    // Of a Redis that knows nothing yet, the gateways wait until what it may have forgotten is over.
    await expect.poll(() => ask('one', query), { interval: 500 }).toEqual(right);
    for (const route of ['one', 'two', 'three', 'four']) {
      expect(await ask(route, query)).toEqual(right);
    }
    gateways[0]?.signal('SIGTERM');
    expect(await gateways[0]?.exit).toBe(0);
    for (const route of ['one', 'two', 'three', 'four']) {
      expect(await ask(route, query)).toEqual(right);
    }
  });
});
