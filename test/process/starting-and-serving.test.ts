import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { declarations } from '../../src/endpoints/endpoints.ts';
import { table } from '../../src/settings/table.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock } from '../../src/time/clock.ts';
import { type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { ask } from '../support/post.ts';
import { accountsFileOf, start } from '../support/running-gateway.ts';

/** What each answer of the embedded exchange says. */
const madeUp = { extensions: { madeUp: true } };

describe('a start without settings', () => {
  let gateway: GatewayProcess;

  beforeAll(() => {
    gateway = startGateway({ PORT: '0' });
  });

  afterAll(async () => {
    gateway.signal('SIGKILL');
    await gateway.exit;
  });

  test('tells where it serves, and loudly that the exchange is not the real one', async () => {
    expect(await gateway.line(/^GraphiQL/)).toMatch(
      /^GraphiQL {2}http:\/\/127\.0\.0\.1:\d+\/graphql$/,
    );
    expect(gateway.stdout()).toContain('NO CREDENTIALS WERE GIVEN: THIS IS NOT THE REAL EXCHANGE.');
    await gateway.line(/"level":40,.*"EMBEDDED: the accounts are made up"/);
  });

  test('prints a curl line that works as printed', async () => {
    const line = await gateway.line(/^Try /);
    const { stdout } = await promisify(execFile)('sh', ['-c', line.replace(/^Try\s+/, '')]);
    expect(JSON.parse(stdout)).toEqual({
      ...madeUp,
      data: {
        account: {
          id: 'multi-currency',
          totalEq: expect.stringMatching(/^\d+\.\d+$/),
          details: expect.arrayContaining([
            { ccy: 'PEPE', eq: '10679688.0460531643092577' },
            { ccy: 'XRP', eq: '-81.03761999999875' },
          ]),
        },
      },
    });
  });

  test('need not wait for what another process may have asked for', async () => {
    const url = await gateway.url();
    expect(await ask(url, '{ account(id: "spot") { rateBudgets { nextFreeInMs } } }')).toEqual({
      ...madeUp,
      data: { account: { rateBudgets: declarations.map(() => ({ nextFreeInMs: 0 })) } },
    });
  });

  test('serves every account of the embedded exchange', async () => {
    const url = await gateway.url();
    expect(await ask(url, '{ accounts { id totalEq } }')).toMatchObject({
      data: {
        accounts: ['multi-currency', 'spot', 'futures', 'portfolio'].map((id) => ({
          id,
          totalEq: expect.stringMatching(/^\d+/),
        })),
      },
    });
  });
});

test('what another process may have asked for is over when it makes its first call', async () => {
  const exchange = createSimulatedExchange({ clock: systemClock });
  const file = await accountsFileOf(exchange);
  const startedAt = systemClock.now();
  const gateway = start({ ACCOUNTS_FILE: file });
  expect(await ask(await gateway.url(), '{ account { totalEq } }')).not.toHaveProperty('errors');
  expect(exchange.calls[0]?.at).toBeGreaterThan(startedAt + 2_250);
});

describe('settings', () => {
  test('--help prints every one and starts nothing', async () => {
    const gateway = start({ PORT: 'wrong' }, ['--help']);
    expect(await gateway.exit).toBe(0);
    expect(gateway.stderr()).toBe('');
    for (const { name } of Object.values(table)) {
      expect(gateway.stdout()).toMatch(new RegExp(`^ {2}${name}( \\(.+\\))?$`, 'm'));
    }
  });

  test.each([
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535'],
    [{ ACCOUNTS_FILE: 'no-such-file.json' }, 'ACCOUNTS_FILE no-such-file.json must be a readable'],
    [{ ACCOUNT_FILE: 'accounts.json' }, 'ACCOUNT_FILE is no setting. Did you mean ACCOUNTS_FILE?'],
    [{ HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' }, 'EMBEDDED must be true for made-up accounts'],
  ])('a wrong one stops the start with one line: %j', async (environment, message) => {
    const gateway = start(environment);
    expect(await gateway.exit).toBe(1);
    expect(gateway.stdout()).toBe('');
    expect(gateway.stderr()).toMatch(/^[^\n]+\n$/);
    expect(gateway.stderr()).toContain(message);
  });
});

test('a folder in the place of .env stops the start with one line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, '.env'));
  const program = join(import.meta.dirname, '../../src/main.ts');
  const gateway = startGateway({ PORT: '0' }, [], folder, [process.execPath, program]);
  onTestFinished(() => gateway.signal('SIGKILL'));
  expect(await gateway.exit).toBe(1);
  expect(gateway.stderr()).toBe('.env must be a readable file, and no folder, or not be there\n');
});

test('a thousand clients can connect while it is too busy to accept one', async () => {
  const gateway = start();
  const { hostname, port } = new URL(await gateway.url());
  gateway.signal('SIGSTOP');
  const clients = Array.from({ length: 1_000 }, () => connect(Number(port), hostname));
  onTestFinished(() => clients.forEach((client) => client.destroy()));
  // One that finds no room tries again after a second, and a stopped process makes none.
  await Promise.all(clients.map((client) => once(client, 'connect')));
  gateway.signal('SIGCONT');
  expect(clients.filter(({ destroyed }) => destroyed)).toEqual([]);
});

test('a gateway that is open to the network tells nobody its graph, unless it is told to', async () => {
  const open = { HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true', EMBEDDED: 'true' };
  const schema = '{ __schema { queryType { name } } }';
  const closed = start(open);
  const url = await closed.url();
  expect(closed.stdout()).not.toContain('GraphiQL');
  expect(await ask(url, schema)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  expect(await ask(url, '{ __typename }')).toEqual({
    ...madeUp,
    data: { __typename: 'Query' },
  });
  const exploring = start({ ...open, EXPLORE: 'true' });
  expect(await ask(await exploring.url(), schema)).toHaveProperty('data');
  expect(exploring.stdout()).toContain('GraphiQL');
});
