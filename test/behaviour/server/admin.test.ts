import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { type AdminRoute, type AdminRoutes, openAdmin } from '../../../src/server/admin.ts';
import { connectTo } from '../../support/raw-client.ts';

const said = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'well' };
const routes: AdminRoutes = new Map<string, AdminRoute>([
  ['/well', () => said],
  ['/broken', () => Promise.reject(new Error('of the secret-of-somebody'))],
]);

async function open(adminHost = '127.0.0.1') {
  const lines: string[] = [];
  const log = pino({}, { write: (line) => void lines.push(line) });
  const admin = await openAdmin({ adminHost, adminPort: 0 }, routes, log);
  onTestFinished(() => admin.close(0));
  return { url: admin.url, lines };
}

test('tells what it is asked by GET or HEAD, for nobody to keep and for no page of another origin', async () => {
  const { url } = await open();
  for (const [method, body] of [
    ['GET', 'well'],
    ['HEAD', ''],
  ] as const) {
    const answer = await fetch(`${url}/well?now=1`, {
      method,
      headers: { origin: 'https://a.example' },
    });
    expect({ status: answer.status, body: await answer.text() }).toEqual({ status: 200, body });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    expect([...answer.headers.keys()].filter((name) => name.includes('allow'))).toEqual([]);
  }
});

test('takes nothing but GET and HEAD', async () => {
  const { url } = await open();
  for (const method of ['POST', 'OPTIONS', 'DELETE']) {
    const answer = await fetch(`${url}/well`, { method });
    expect({ status: answer.status, allow: answer.headers.get('allow') }).toEqual({
      status: 405,
      allow: 'GET, HEAD',
    });
  }
});

test.each(['/', '/wel', '/well/', '/__proto__', '/<script>'])(
  'at %s it says which addresses there are, and nothing of that one',
  async (path) => {
    const { url } = await open();
    const answer = await fetch(`${url}${path}`);
    expect({ status: answer.status, body: await answer.text() }).toEqual({
      status: 404,
      body: 'There is nothing here. There are /well, /broken.\n',
    });
  },
);

test('a page that has its own name point to this machine is told nothing', async () => {
  const { url } = await open();
  const client = await connectTo(url);
  client.write('GET /well HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
  const answer = await text(client);
  expect(answer).toContain('HTTP/1.1 421 ');
  expect(answer).not.toContain('well');
});

test('what goes wrong is told to the log, and nobody else', async () => {
  const { url, lines } = await open();
  const answer = await fetch(`${url}/broken`);
  expect(answer.status).toBe(500);
  expect(await answer.text()).toBe('The gateway failed to tell this. The reason is in its log.\n');
  expect(lines.join()).toContain('admin request failed');
});

test('beyond loopback it warns, and answers to any name', async () => {
  const { url, lines } = await open('0.0.0.0');
  expect(lines.join()).toContain('everybody who reaches the admin port reads the status');
  const client = await connectTo(url);
  client.write('GET /well HTTP/1.1\r\nHost: gateway.example\r\nConnection: close\r\n\r\n');
  expect(await text(client)).toContain('HTTP/1.1 200 ');
});

test('keeps 100 connections of one address: descriptors and memory are for those who query', async () => {
  const { url } = await open();
  const port = Number(new URL(url).port);
  const clients = Array.from({ length: 150 }, () => connect(port, '127.0.0.1'));
  onTestFinished(() => clients.forEach((client) => client.destroy()));
  let closed = 0;
  for (const client of clients) client.on('error', () => {}).once('close', () => (closed += 1));
  await expect.poll(() => closed).toBe(50);
  clients.forEach((client) => client.destroy());
  await expect.poll(async () => (await fetch(`${url}/well`)).status).toBe(200);
  expect(closed).toBe(150);
});
