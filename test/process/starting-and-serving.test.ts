import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { table } from '../../src/settings/table.ts';
import { readExampleOperations } from '../../src/server/example-operations.ts';

import { ask, post, start } from '../support/running-gateway.ts';

describe('a start without settings', () => {
  test('is ready within 5 s and says loudly that the exchange is not the real one', async () => {
    const gateway = start();
    expect(await gateway.line(/^GraphiQL/, 5_000)).toMatch(
      /^GraphiQL {2}http:\/\/127\.0\.0\.1:\d+\/graphql$/,
    );
    expect(gateway.stdout()).toContain('NO CREDENTIALS WERE GIVEN: THIS IS NOT THE REAL EXCHANGE.');
  });

  test('prints a curl line that works as printed', async () => {
    const gateway = start();
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
    const url = await start().url();
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
    const gateway = start(environment);
    expect(await gateway.exit).toBe(1);
    expect(gateway.stdout()).toBe('');
    expect(gateway.stderr()).toMatch(/^[^\n]+\n$/);
    expect(gateway.stderr()).toContain(message);
  });

  test('a port that is taken stops the start with one line', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
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
    const url = await start().url();
    for (const path of ['/health/live', '/health/ready']) {
      const response = await fetch(new URL(path, url));
      expect(response.status).toBe(200);
      expect(response.headers.get('keep-alive')).toBe('timeout=75');
    }
  });

  test('GraphiQL opens with the example operations in its tabs and needs no other host', async () => {
    const url = await start().url();
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
    const url = await start().url();
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
    const url = await start().url();
    const response = await post(url, JSON.stringify({ query: '{ account { totalEq } }' }));
    expect(response.headers.get('cache-control')).toBe('no-store');
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

  test('a body over 256 KiB is refused, and one of just that size is read', async () => {
    const url = await start().url();
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
    const { hostname, port } = new URL(await start().url());
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

/** As the body of a request whose length is not announced. */
const inChunks = (body: string): ReadableStream => new Blob([body]).stream();

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
