import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import type { Status } from '../../src/status/status.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock as clock } from '../../src/time/clock.ts';
import { freePort } from '../support/free-port.ts';
import { ask } from '../support/post.ts';
import { accountsFileOf, start } from '../support/running-gateway.ts';
import { statusShape } from '../support/status-shape.ts';

/** As long as a slow machine takes. */

test('a gateway tells how it is at a port of its own, and nothing of it at that of the graph', async () => {
  const file = await accountsFileOf(createSimulatedExchange({ clock, moving: false }));
  const gateway = start({ ACCOUNTS_FILE: file, ADMIN_PORT: '0', CHECK_ACCOUNTS: 'false' });
  const url = await gateway.url();
  const admin = (await gateway.line(/^Admin /)).replace(/^\w+\s+/, '');
  async function status(): Promise<Status> {
    const told: Status = await (await fetch(`${admin}/status`)).json();
    expect(statusShape.safeParse(told).error).toBeUndefined();
    return told;
  }

  await ask(url, '{ account { details(ccy: ["BTC"]) { ccy } } }');
  expect(await status()).toMatchObject({
    verdict: 'well',
    gateway: { version: packageJson.version, madeUp: false },
    accounts: { total: 4, states: { well: 1, untried: 3 } },
    files: [{ setting: 'ACCOUNTS_FILE', trouble: null }],
    redis: null,
    callers: null,
  });
  expect((await fetch(`${admin}/health/ready`)).status).toBe(200);
  for (const path of ['/status', '/status/page.js']) {
    expect((await fetch(new URL(path, url))).status).toBe(404);
  }

  writeFileSync(file, '[{ "id": "one" }]');
  gateway.signal('SIGHUP');
  await expect.poll(async () => (await status()).verdict).toBe('impaired');
  const { summary, accounts } = await status();
  expect(summary).toMatch(
    /^ACCOUNTS_FILE cannot be used as it is now\. What it held before is used/,
  );
  expect(accounts.total).toBe(4);

  gateway.signal('SIGTERM');
  expect(await gateway.exit).toBe(0);
  await expect(fetch(`${admin}/status`)).rejects.toThrow('fetch failed');
});

test('with a Redis that is not there it is alive, not ready, and says why on both ports', async () => {
  const redis = `redis://127.0.0.1:${await freePort()}`;
  const gateway = start({ ADMIN_PORT: '0', REDIS_URL: redis, EMBEDDED: 'true' });
  const ports = [await gateway.url(), (await gateway.line(/^Admin /)).replace(/^\w+\s+/, '')];
  for (const port of ports) {
    expect((await fetch(new URL('/health/live', port))).status).toBe(200);
    const ready = await fetch(new URL('/health/ready', port));
    expect({ status: ready.status, body: await ready.json() }).toEqual({
      status: 503,
      body: { reason: 'redis-silent' },
    });
  }
  const told: Status = await (await fetch(new URL('/status', ports[1]))).json();
  expect(told).toMatchObject({ verdict: 'down', redis: { standing: 'silent', replicas: 2 } });
  expect(told.summary).toMatch(
    /^Redis (does not answer|cannot be used \(ECONNREFUSED\))\. No calls are made until/,
  );
});

test('an admin port that is taken stops the start with one line', async () => {
  const first = start({ ADMIN_PORT: '0' });
  const { port } = new URL((await first.line(/^Admin /)).replace(/^\w+\s+/, ''));
  const second = start({ ADMIN_PORT: port });
  expect(await second.exit).toBe(1);
  expect(second.stderr()).toMatch(
    /^ADMIN_HOST and ADMIN_PORT must be free to listen on: 127\.0\.0\.1:\d+ gives EADDRINUSE\n$/m,
  );
});
