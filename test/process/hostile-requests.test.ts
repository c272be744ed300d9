import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ask, start } from '../support/running-gateway.ts';

describe('a body', () => {
  test('that is too large is refused also to a client that sends all of it before it reads', async () => {
    const url = await start().url();
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
    const gateway = start({ LOG_LEVEL: 'error' });
    const url = await gateway.url();
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
    const url = await start().url();
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
    const url = await start().url();
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
    const url = await start({ NODE_OPTIONS: '--max-old-space-size=300' }).url();
    const fields = Array.from({ length: 15_000 }, (_, index) => `a${index}:__typename`).join(' ');
    for (let document = 0; document < 30; document += 1) {
      expect(await ask(url, `{ x${document}: __typename ${fields} }`)).not.toHaveProperty('errors');
    }
  }, 60_000);
});

const head = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

async function connectTo(url: string): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const client = connect(Number(port), hostname);
  onTestFinished(() => void client.destroy());
  await once(client, 'connect');
  return client;
}
