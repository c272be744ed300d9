import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { createDocumentCache } from '../src/server/document-cache.ts';
import { type GatewayProcess, startGateway } from './support/gateway-process.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

describe('a body', () => {
  test('that is too large is refused also to a client that sends all of it before it reads', async () => {
    const { url } = await start();
    const client = await connectTo(url);
    client.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    for (let sent = 0; sent < 128; sent += 1) {
      if (!client.write(chunk)) await once(client, 'drain');
    }
    client.write('0\r\n\r\n');
    const [answer] = await once(client.setEncoding('utf8'), 'data');
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  test('that is never completed is no defect of the gateway', async () => {
    const { url, gateway } = await start({ LOG_LEVEL: 'error' });
    for (let left = 0; left < 5; left += 1) {
      const client = await connectTo(url);
      client.write(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"que`);
      await ask(url, '{ __typename }');
      client.destroy();
    }
    await ask(url, '{ __typename }');
    gateway.signal('SIGTERM');
    await gateway.exit;
    expect(gateway.stderr()).not.toContain('"level":50');
  });

  test('that comes later than its head asks later', async () => {
    const { url } = await start();
    const query = '{ account { details(ccy: ["BTC"]) { asOf } } }';
    const body = JSON.stringify({ query });
    const client = await connectTo(url);
    client.write(
      `${head}Connection: close\r\nCache-Control: no-cache\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    await ask(url, '{ __typename }');
    const other = await ask(url, query);
    client.write(body);
    const [, own] = (await text(client)).split('\r\n\r\n');
    expect(own).toContain('"asOf"');
    expect(JSON.parse(own ?? '')).not.toEqual(other);
  });
});

describe('an address', () => {
  test.each([
    ['that is none', '[::', 400],
    ['of somebody who has a name of his own point here', 'evil.example', 421],
    ['that is local by another name', 'localhost:1', 200],
    ['that is local for the other kind of addresses', '[::1]:1', 200],
  ])('%s: Host: %s', async (_what, host, status) => {
    const { url } = await start();
    const [answer] = await once(
      request(new URL('/health/live', url), { headers: { host } }).end(),
      'response',
    );
    const response: IncomingMessage = answer;
    expect(response.statusCode).toBe(status);
    expect(await text(response)).not.toMatch(/ at |node_modules/);
  });
});

describe('documents of clients', () => {
  test('that are large and all different do not fill the memory', async () => {
    const { url } = await start({ NODE_OPTIONS: '--max-old-space-size=300' });
    const fields = Array.from({ length: 15_000 }, (_, index) => `a${index}:__typename`).join(' ');
    for (let document = 0; document < 30; document += 1) {
      expect(await ask(url, `{ x${document}: __typename ${fields} }`)).not.toHaveProperty('errors');
    }
  }, 60_000);

  test('are kept while they are short and were used lately', () => {
    const cache = createDocumentCache<number>();
    cache.set('{ first }', 1);
    cache.set('{ second }', 2);
    cache.set(' '.repeat(8_193), 3);
    for (let index = 0; index < 126; index += 1) cache.set(`{ a${index} }`, index);
    expect(cache.get('{ first }')).toBe(1);
    cache.set('{ latest }', 4);
    expect(cache.get('{ first }')).toBe(1);
    expect(cache.get('{ second }')).toBeUndefined();
    expect(cache.get(' '.repeat(8_193))).toBeUndefined();
  });
});

const head = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

async function start(
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly url: string; readonly gateway: GatewayProcess }> {
  const gateway = startGateway({ PORT: '0', ...environment });
  cleanUps.push(() => {
    gateway.signal('SIGKILL');
    return gateway.exit;
  });
  return { url: (await gateway.line(/^GraphiQL/)).replace(/^GraphiQL\s+/, ''), gateway };
}

async function connectTo(url: string): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const client = connect(Number(port), hostname);
  cleanUps.push(() => client.destroy());
  await once(client, 'connect');
  return client;
}

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}
