import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { builtinModules } from 'node:module';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { Secret } from '../src/exchange/secret.ts';
import { createGateway, type GatewayParts } from '../src/server/gateway.ts';
import { table } from '../src/settings/table.ts';
import { readExampleOperations } from '../src/server/example-operations.ts';
import { createSimulatedExchange, type SimulatedExchange } from '../src/simulator/exchange.ts';
import { listenSimulatedExchange } from '../src/simulator/listen.ts';
import { systemClock } from '../src/time/clock.ts';
import { type GatewayProcess, startGateway } from './support/gateway-process.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

describe('a start without settings', () => {
  test('is ready within 5 s and says loudly that the exchange is not the real one', async () => {
    const gateway = start({ PORT: '0' });
    expect(await gateway.line(/^GraphiQL/, 5_000)).toMatch(
      /^GraphiQL {2}http:\/\/127\.0\.0\.1:\d+\/graphql$/,
    );
    expect(gateway.stdout()).toContain('NO CREDENTIALS WERE GIVEN: THIS IS NOT THE REAL EXCHANGE.');
  });

  test('prints a curl line that works as printed', async () => {
    const gateway = start({ PORT: '0' });
    const line = await gateway.line(/^Try /);
    const { stdout } = await promisify(execFile)('sh', ['-c', line.replace(/^Try\s+/, '')]);
    expect(JSON.parse(stdout)).toEqual({
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

  test('serves every account of the embedded exchange', async () => {
    const url = await ready(start({ PORT: '0' }));
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
    [{ OKX_API_KEY: 'a-key' }, 'OKX_SECRET_KEY must be set too: OKX_API_KEY, OKX_SECRET_KEY,'],
    [{ ACCOUNTS_FILE: 'no-such-file.json' }, 'ACCOUNTS_FILE no-such-file.json must be a readable'],
  ])('a wrong one stops the start with one line: %j', async (environment, message) => {
    const gateway = start({ PORT: '0', ...environment });
    expect(await gateway.exit).toBe(1);
    expect(gateway.stdout()).toBe('');
    expect(gateway.stderr()).toMatch(/^[^\n]+\n$/);
    expect(gateway.stderr()).toContain(message);
  });

  test('a port that is taken stops the start with one line', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    cleanUps.push(() => other.close());
    await once(other, 'listening');
    const port = portOf(other.address());
    const gateway = start({ PORT: String(port) });
    expect(await gateway.exit).toBe(1);
    expect(gateway.stderr()).toBe(
      `HOST and PORT must be free to listen on: 127.0.0.1:${port} gives EADDRINUSE\n`,
    );
  });
});

describe('over HTTP', () => {
  test('/health/live and /health/ready say that it is up, to whom keeps a connection too', async () => {
    const url = await ready(start({ PORT: '0' }));
    for (const path of ['/health/live', '/health/ready']) {
      const response = await fetch(new URL(path, url));
      expect(response.status).toBe(200);
      expect(response.headers.get('keep-alive')).toBe('timeout=75');
    }
  });

  test('GraphiQL opens with the example operations in its tabs and needs no other host', async () => {
    const url = await ready(start({ PORT: '0' }));
    const response = await fetch(url, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    const page = await response.text();
    const examples = readExampleOperations();
    expect(examples.length).toBeGreaterThan(0);
    // Compared as booleans: the page has 9 MB, which no report should show.
    for (const example of examples) expect(page.includes(JSON.stringify(example))).toBe(true);
    expect(loadedBy(page).filter((address) => !address.startsWith('data:'))).toEqual([]);
  });

  test('a page of another origin is not let in', async () => {
    const url = await ready(start({ PORT: '0' }));
    const origin = 'https://elsewhere.example';
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    const query = await post(url, JSON.stringify({ query: '{ account { id } }' }), { origin });
    expect(await query.json()).toEqual({ data: { account: { id: 'multi-currency' } } });
    for (const { headers } of [preflight, query]) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  test('no cache may keep an answer', async () => {
    const url = await ready(start({ PORT: '0' }));
    const response = await post(url, JSON.stringify({ query: '{ account { totalEq } }' }));
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('a thousand clients can connect while it is too busy to accept one', async () => {
    const gateway = start({ PORT: '0' });
    const { hostname, port } = new URL(await ready(gateway));
    gateway.signal('SIGSTOP');
    const clients = Array.from({ length: 1_000 }, () => connect(Number(port), hostname));
    cleanUps.push(() => clients.forEach((client) => client.destroy()));
    // One that finds no room tries again after a second, and a stopped process makes none.
    await Promise.all(clients.map((client) => once(client, 'connect')));
    gateway.signal('SIGCONT');
    expect(clients.filter(({ destroyed }) => destroyed)).toEqual([]);
  });

  test('a body over 256 KiB is refused, and one of just that size is read', async () => {
    const url = await ready(start({ PORT: '0' }));
    const short = JSON.stringify({ query: '{ account { id } }' });
    const fitting = short.padEnd(256 * 1024);
    expect((await post(url, fitting)).status).toBe(200);
    const refused = await post(url, `${fitting} `);
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { code: 'REQUEST_ENTITY_TOO_LARGE' } }],
    });
    expect((await post(url, inChunks(fitting))).status).toBe(200);
    expect((await post(url, inChunks(`${fitting} `))).status).toBe(413);
  });

  test('a body is taken for no longer than it was announced', async () => {
    const { hostname, port } = new URL(await ready(start({ PORT: '0' })));
    const head = 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
    const body = JSON.stringify({ query: '{ __typename }' });
    for (const lengths of [
      'Content-Length: 9\r\nTransfer-Encoding: chunked',
      'Content-Length: x',
    ]) {
      const client = connect(Number(port), hostname);
      client.end(`${head}${lengths}\r\n\r\n${body}`);
      expect(await text(client)).toMatch(/^HTTP\/1.1 400/);
    }
  });
});

describe('a change of the accounts file', () => {
  test('is served at SIGHUP, and a file that cannot be used changes nothing', async () => {
    const exchange = createSimulatedExchange({ clock: systemClock });
    const file = await accountsFileOf(exchange);
    const gateway = start({ PORT: '0', ACCOUNTS_FILE: file });
    const url = await ready(gateway);
    const ids = () => ask(url, '{ accounts { id } }');
    const entries: readonly { readonly id: string }[] = JSON.parse(readFileSync(file, 'utf8'));

    writeFileSync(file, JSON.stringify(entries.slice(1, 3)));
    gateway.signal('SIGHUP');
    await gateway.line(/"accounts read anew"/);
    expect(await ids()).toEqual({ data: { accounts: [{ id: 'spot' }, { id: 'futures' }] } });

    writeFileSync(file, '[{ "id": "spot", "secretKey": "do-not-show" }]');
    gateway.signal('SIGHUP');
    expect(await gateway.line(/stay as they were/)).not.toContain('do-not-show');
    expect(await ids()).toEqual({ data: { accounts: [{ id: 'spot' }, { id: 'futures' }] } });
  });

  test('is served without a signal, too, also when another file takes its place', async () => {
    const exchange = createSimulatedExchange({ clock: systemClock });
    const file = await accountsFileOf(exchange);
    const gateway = start({ PORT: '0', ACCOUNTS_FILE: file });
    const url = await ready(gateway);
    const [first]: readonly object[] = JSON.parse(readFileSync(file, 'utf8'));
    const held = '{ account(id: "new") { details(ccy: ["ETH"]) { cashBal } } }';
    expect(await ask(url, held)).toMatchObject({ data: { account: null } });

    writeFileSync(`${file}.new`, JSON.stringify([{ ...first, id: 'new' }]));
    renameSync(`${file}.new`, file);
    await gateway.line(/"accounts read anew"/);
    expect(await ask(url, held)).toEqual({
      data: { account: { details: [{ cashBal: '31.0092837465564738' }] } },
    });
  });
});

describe('an end', () => {
  test('lets a query under way be answered, and takes no new one', async () => {
    const exchange = createSimulatedExchange({ clock: systemClock });
    const gate = holdBack(exchange);
    const gateway = start({ PORT: '0', ACCOUNTS_FILE: await accountsFileOf(gate.exchange) });
    const url = await ready(gateway);
    const underWay = ask(url, '{ account { details(ccy: ["ETH"]) { cashBal } } }');
    await gate.arrived;

    gateway.signal('SIGTERM');
    await gateway.line(/"ending/);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    gate.open();

    expect(await underWay).toEqual({
      data: { account: { details: [{ cashBal: '31.0092837465564738' }] } },
    });
    const answeredAt = performance.now();
    expect(await gateway.exit).toBe(0);
    // Not held up by the client's connection, which is kept alive.
    expect(performance.now() - answeredAt).toBeLessThan(1_000);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('comes at once on %s when idle', async (signal) => {
    const gateway = start({ PORT: '0' });
    const url = await ready(gateway);
    // Leaves a connection behind that is kept alive, as a browser does.
    await ask(url, '{ account { totalEq } }');
    const toldAt = performance.now();
    gateway.signal(signal);
    expect(await gateway.exit).toBe(0);
    expect(performance.now() - toldAt).toBeLessThan(1_000);
  });
});

test('the output holds no credential, whatever happens', async () => {
  const exchange = createSimulatedExchange({ clock: systemClock });
  const file = await accountsFileOf(exchange);
  const gateway = start({ PORT: '0', ACCOUNTS_FILE: file, LOG_LEVEL: 'trace' });
  const url = await ready(gateway);
  for (const kind of ['foreign-address', 'dropped', 'html', 'malformed'] as const) {
    const mend = exchange.inject({ kind });
    const answer = await ask(
      url,
      '{ accounts { id totalEq maxWithdrawal { maxWd } maxAvail(instId: ["BTC-USDT"], tdMode: CASH) { availBuy } } }',
    );
    expect(answer).toHaveProperty('errors');
    mend();
  }
  gateway.signal('SIGTERM');
  expect(await gateway.exit).toBe(0);
  const output = gateway.stdout() + gateway.stderr();
  expect(output).toContain('"UPSTREAM_AUTH"');
  for (const { apiKey, secretKey, passphrase } of exchange.accounts) {
    for (const secret of [apiKey, secretKey, passphrase]) expect(output).not.toContain(secret);
  }
});

test('a defect is told to the log and hidden from the client', async () => {
  const lines: string[] = [];
  const gateway = createInProcess({
    log: pino({ level: 'error' }, { write: (line) => void lines.push(line) }),
    clock: {
      ...systemClock,
      wallTime: () => {
        throw new Error('the inside of the gateway');
      },
    },
  });
  const response = await gateway.handler.fetch('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ account { id totalEq } }' }),
  });
  const answer = await response.text();
  expect(JSON.parse(answer)).toMatchObject({
    data: { account: { id: 'desk', totalEq: null } },
    errors: [{ path: ['account', 'totalEq'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  });
  expect(answer).not.toContain('inside');
  expect(lines).toEqual([expect.stringContaining('the inside of the gateway')]);
});

test('what runs imports only what an install for running brings', () => {
  const installed = Object.keys(packageJson.dependencies);
  const imported = new Set(
    readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => packagesIn(readFileSync(join(root, 'src', file), 'utf8'))),
  );
  expect([...imported].toSorted()).toEqual(installed.toSorted());
});

function start(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): GatewayProcess {
  const gateway = startGateway(environment, args);
  cleanUps.push(() => {
    gateway.signal('SIGKILL');
    return gateway.exit;
  });
  return gateway;
}

/** The gateway of one account, without a process or a socket. */
function createInProcess(parts: Partial<GatewayParts>) {
  const secret = new Secret('made-up');
  const credentials = { id: 'desk', apiKey: secret, secretKey: secret, passphrase: secret };
  return createGateway(
    {
      accounts: [{ ...credentials, baseUrl: 'http://exchange.test', demo: false }],
      maxAgeMs: 200,
      deadlineMs: 1_000,
    },
    { clock: systemClock, random: () => 0.5, log: pino({ level: 'silent' }), ...parts },
  );
}

/** The address of the graph, once it is served. */
async function ready(gateway: GatewayProcess): Promise<string> {
  return (await gateway.line(/^GraphiQL/)).replace(/^GraphiQL\s+/, '');
}

async function post(
  url: string,
  body: string | ReadableStream,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const request = new Request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    // @ts-expect-error -- missing in TypeScript's types
    duplex: 'half',
  });
  return fetch(request);
}

/** As the body of a request whose length is not announced. */
const inChunks = (body: string): ReadableStream => new Blob([body]).stream();

async function ask(url: string, query: string): Promise<unknown> {
  return (await post(url, JSON.stringify({ query }))).json();
}

/** Puts an exchange on a port and its accounts into a file, both until the end of the test. */
async function accountsFileOf(exchange: SimulatedExchange): Promise<string> {
  const { url: baseUrl, close } = await listenSimulatedExchange(exchange);
  const folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  cleanUps.push(close, () => rmSync(folder, { recursive: true }));
  const file = join(folder, 'accounts.json');
  const accounts = exchange.accounts.map(({ id, apiKey, secretKey, passphrase }) => ({
    id,
    apiKey,
    secretKey,
    passphrase,
    baseUrl,
  }));
  writeFileSync(file, JSON.stringify(accounts));
  return file;
}

/** The same exchange behind a gate: it tells of the first call and answers none until the gate is open. */
function holdBack(exchange: SimulatedExchange) {
  const arrival = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const held: SimulatedExchange = {
    ...exchange,
    async handle(request) {
      arrival.resolve();
      await gate.promise;
      return exchange.handle(request);
    },
  };
  return { exchange: held, arrived: arrival.promise, open: () => gate.resolve() };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('Not on a TCP port.');
  return address.port;
}

/** The addresses that a browser fetches when it opens a page: of its elements, styles and scripts. */
function loadedBy(page: string): readonly string[] {
  // Of a script in a page, only its first tag is the page's; what stands inside is text.
  const elements = page.replaceAll(/(<(script|style)\b[^>]*>)[^]*?<\/\2>/g, '$1');
  const styles = [...page.matchAll(/<style\b[^>]*>([^]*?)<\/style>/g)].map(([, css]) => css ?? '');
  const scripts = [...page.matchAll(/<script\b[^>]*>([^]*?)<\/script>/g)].map(([, js]) => js ?? '');
  return [
    ...captures(elements, /\b(?:src|srcset|href|data|action)\s*=\s*["']?([^"'\s>]+)/g),
    ...styles.flatMap((css) => [
      ...captures(css, /@import\s+(?:url\()?["']?([^"')]+)/g),
      ...captures(css, /\burl\(["']?(?!#)([^"')]+)/g),
    ]),
    ...scripts.flatMap((js) =>
      captures(
        js,
        /(?:\b(?:import|importScripts|fetch|Worker|WebSocket|EventSource)\(|\.src\s*=|@import\s+(?:url\()?)\s*["'`]((?:https?:|wss?:)?\/\/[^"'`]+)/g,
      ),
    ),
  ];
}

function captures(source: string, pattern: RegExp): readonly string[] {
  return [...source.matchAll(pattern)].map(([, captured]) => captured ?? '');
}

/** The packages that a source file imports, type imports left out: they are gone when it runs. */
function packagesIn(source: string): readonly string[] {
  const eager = source.matchAll(/^(?:import|export)(?! type\b)\b[^;]*?from '([^'.][^']*)';/gm);
  const bare = source.matchAll(/\bimport '([^'.][^']*)';/g);
  const lazy = source.matchAll(/\bimport\('([^'.][^']*)'\)/g);
  return [...eager, ...bare, ...lazy]
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}
