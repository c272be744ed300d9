import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createManualClock } from '../../support/manual-clock.ts';
import { ask, post } from '../../support/post.ts';
import { connectTo, head } from '../../support/raw-client.ts';
import { startInProcess } from '../../support/run-in-process.ts';

const tiny = JSON.stringify({ query: '{ __typename }' });
const question = `${head}Content-Length: ${tiny.length}\r\n\r\n${tiny}`;

/** A gateway whose time to drain passes only when the clock is moved. */
async function startDraining() {
  const clock = createManualClock();
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  const gateway = await startInProcess({ clock, log, more: { drainMs: 5_000 } });
  const statusOf = async (path: string) => (await fetch(new URL(path, gateway.url))).status;
  return { ...gateway, clock, lines, statusOf };
}

test('told to end by SIGTERM, it is not ready and serves on, also on new connections, until DRAIN_MS have passed', async () => {
  const { url, ended, clock, lines, statusOf } = await startDraining();
  const before = await post(url, tiny);
  // Whoever leaves connections that were idle for so long has none of them at the end.
  expect(before.headers.get('keep-alive')).toBe('timeout=4');
  await before.text();
  expect(await statusOf('/health/ready')).toBe(200);
  process.emit('SIGTERM');
  await expect.poll(() => statusOf('/health/ready')).toBe(503);
  expect(await statusOf('/health/live')).toBe(200);
  await clock.advance(4_999);
  const answer = await post(url, tiny);
  expect(answer.headers.get('connection')).toBe('close');
  expect(answer.headers.get('keep-alive')).toBe(null);
  expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
  expect(lines.find((line) => line.includes('drainMs'))).toMatch(/"drainMs":5000,.*"draining: /);
  await clock.advance(1);
  await ended;
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('told to end at a terminal, by SIGINT, it does not wait', async () => {
  const { url, ended } = await startDraining();
  await ask(url, '{ __typename }');
  process.emit('SIGINT');
  await ended;
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('a connection that is kept alive gets its next answer as its last, or an end without half of one', async () => {
  const { url, ended, clock, statusOf } = await startDraining();
  const [asking, idle] = [await connectTo(url), await connectTo(url)];
  for (const client of [asking, idle]) {
    client.write(question);
    await once(client, 'data');
  }
  process.emit('SIGTERM');
  await expect.poll(() => statusOf('/health/ready')).toBe(503);
  asking.write(question);
  expect(await text(asking)).toMatch(/^HTTP\/1.1 200 [^]*\r\nConnection: close\r\n/);
  await clock.advance(5_000);
  expect(await text(idle)).toBe('');
  await ended;
});

test('a connection by which nothing has come does not hold up its end', async () => {
  const { url, ended } = await startDraining();
  const client = await connectTo(url);
  await ask(url, '{ __typename }');
  process.emit('SIGINT');
  // Node would give it 10 s for a first request.
  const heldUp = new Promise((resolve) => setTimeout(resolve, 9_000, 'held up'));
  expect(await Promise.race([text(client), heldUp])).toBe('');
  await ended;
});

test('a query that is under way when it is told to end is the last of its connection', async () => {
  const { url, ended, clock, statusOf } = await startDraining();
  const client = await connectTo(url);
  client.write(`${head}Content-Length: ${tiny.length}\r\n\r\n`);
  await ask(url, '{ __typename }');
  process.emit('SIGTERM');
  await expect.poll(() => statusOf('/health/ready')).toBe(503);
  client.write(tiny);
  expect(await text(client)).toMatch(/^HTTP\/1.1 200 [^]*\r\nConnection: close\r\n/);
  await clock.advance(5_000);
  await ended;
});
