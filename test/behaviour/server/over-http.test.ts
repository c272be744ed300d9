import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { listen } from '../../../src/server/listen.ts';
import { SettingsError } from '../../../src/settings/settings-error.ts';
import { ask, post } from '../../support/post.ts';
import { connectTo, head } from '../../support/raw-client.ts';
import { startStillGateway } from '../../support/still-gateway.ts';

let gateway: Awaited<ReturnType<typeof startStillGateway>>;
let url: string;

beforeAll(async () => {
  gateway = await startStillGateway();
  url = gateway.url;
});

afterAll(() => gateway[Symbol.asyncDispose]());

test('/health/live and /health/ready say that it is up, to whom keeps a connection too', async () => {
  for (const path of ['/health/live', '/health/ready']) {
    const response = await fetch(new URL(path, url));
    expect(response.status).toBe(200);
    expect(response.headers.get('keep-alive')).toBe('timeout=75');
  }
});

test('a page of another origin is not let in', async () => {
  const origin = 'https://elsewhere.example';
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
  const query = await post(url, JSON.stringify({ query: '{ account { id } }' }), { origin });
  expect(await query.json()).toMatchObject({ data: { account: { id: 'multi-currency' } } });
  for (const { headers } of [preflight, query]) {
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  }
});

test('no cache may keep an answer', async () => {
  const response = await post(url, JSON.stringify({ query: '{ account { totalEq } }' }));
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('what follows the last request of a connection is not begun: nobody could be answered', async () => {
  const begun: (string | undefined)[] = [];
  const server = await listen(
    ({ url: path }, response) => {
      begun.push(path);
      // Of unknown length: for HTTP/1.0, the end of the connection is the end of the answer.
      response.write('answer');
      setImmediate(() => void response.end());
    },
    { host: '127.0.0.1', port: 0 },
  );
  const client = await connectTo(server.url);
  const old = (path: string) => `GET ${path} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`;
  client.write(old('/last') + old('/after'));
  expect(await text(client)).toMatch(/answer$/);
  expect(begun).toEqual(['/last']);
  await server.close(0);
});

test('requests of one connection that are answered in no time leave others a turn between them', async () => {
  const many = 100;
  let begun = 0;
  let begunInATurn = 0;
  const server = await listen(
    (_request, response) => {
      begun += 1;
      if (begun === 1) setImmediate(() => setImmediate(() => (begunInATurn = begun)));
      response.end();
    },
    { host: '127.0.0.1', port: 0 },
  );
  const client = await connectTo(server.url);
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(many - 1));
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  const answers = await text(client);
  expect(answers.split('HTTP/1.1 200').length - 1).toBe(many);
  expect(begunInATurn).toBeLessThan(many / 10);
  await server.close(0);
});

test('an address that cannot be listened on is the fault of the settings', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  await expect(listen(() => {}, { host: '127.0.0.1', port })).rejects.toThrow(
    new SettingsError(
      `HOST and PORT must be free to listen on: 127.0.0.1:${port} gives EADDRINUSE`,
    ),
  );
});

describe('a body', () => {
  test('over 256 KiB is refused, and one of just that size is read', async () => {
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

  test('is taken for no longer than it was announced', async () => {
    const body = JSON.stringify({ query: '{ __typename }' });
    for (const lengths of [
      'Content-Length: 9\r\nTransfer-Encoding: chunked',
      'Content-Length: x',
    ]) {
      const client = await connectTo(url);
      client.end(`${head}${lengths}\r\n\r\n${body}`);
      expect(await text(client)).toMatch(/^HTTP\/1.1 400/);
    }
  });

  test('that is too large is refused also to a client that sends all of it before it reads', async () => {
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
    const lines: string[] = [];
    const log = pino({ level: 'error' }, { write: (line) => void lines.push(line) });
    {
      await using own = await startStillGateway({ log });
      for (let left = 0; left < 5; left += 1) {
        const client = await connectTo(own.url);
        client.write(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"que`);
        await ask(own.url, '{ __typename }');
        client.destroy();
      }
      await ask(own.url, '{ __typename }');
    }
    expect(lines).toEqual([]);
  });
});

describe('an address', () => {
  test.each([
    ['with its host in it', 'GET http://localhost/health/live', 'localhost'],
    ['that is none', 'OPTIONS *', 'localhost'],
    ['that goes on in the host', 'GET /health/live', 'localhost/graphql?'],
    ['of somebody else', 'GET /health/live', 'evil@localhost'],
  ])('%s is refused: %s, Host: %s', async (_what, line, host) => {
    const client = await connectTo(url);
    client.end(`${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    const answer = await text(client);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toMatch(/ at |node_modules/);
  });

  test.each([
    ['that is none', '[::', 400],
    ['of somebody who has a name of his own point here', 'evil.example', 421],
    ['that is local by another name', 'localhost:1', 200],
    ['that is local for the other kind of addresses', '[::1]:1', 200],
  ])('%s: Host: %s', async (_what, host, status) => {
    const [answer] = await once(
      request(new URL('/health/live', url), { headers: { host } }).end(),
      'response',
    );
    const response: IncomingMessage = answer;
    expect(response.statusCode).toBe(status);
    expect(await text(response)).not.toMatch(/ at |node_modules/);
  });
});

/** As the body of a request whose length is not announced. */
const inChunks = (body: string): ReadableStream => new Blob([body]).stream();
