import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { holdBackEvents } from '../../src/server/hold-back-events.ts';

const waits = { timeout: 20_000, interval: 20 };
const part = Buffer.alloc(2 ** 14, '.');

/** An answer of which 16 KiB are written each 20 ms for as long as there is room, to a client that reads nothing. */
async function answerTo(type: string, listensOn = '127.0.0.1', host = listensOn) {
  const underWay = new Set<ServerResponse>();
  const server = createServer((_request, response) => {
    underWay.add(response.setHeader('content-type', type));
    const write = () => response.writableNeedDrain || response.write(part);
    const timer = setInterval(write, 20);
    response.once('close', () => clearInterval(timer));
  });
  onTestFinished(() => void server.close());
  onTestFinished(holdBackEvents(underWay));
  server.listen({ host: listensOn, port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ host, port }).pause();
  client.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  onTestFinished(() => void client.destroy());
  await vi.waitUntil(() => underWay.size > 0, waits);
  const [response] = underWay;
  if (!response) throw new Error('no answer');
  const taken = () => (response.socket?.bytesWritten ?? 0) - response.writableLength;
  return { client, response, taken };
}

// Only Linux tells what it holds.
describe.skipIf(process.platform !== 'linux')('a client that reads nothing', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1', '::'],
    ['::1', '::'],
  ])('at %s is streamed little from %s, until it reads', async (host, listensOn) => {
    const { client, response, taken } = await answerTo('text/event-stream', listensOn, host);
    await vi.waitUntil(() => response.writableNeedDrain, waits);
    expect(taken()).toBeLessThan(2.5 * 2 ** 20);
    const before = taken();
    client.resume();
    await vi.waitUntil(() => taken() > before + 2 ** 18, waits);
  });

  test('has nothing held back of any other answer', async () => {
    const { response, taken } = await answerTo('text/plain');
    await vi.waitUntil(() => response.writableNeedDrain, waits);
    expect(taken()).toBeGreaterThan(2.5 * 2 ** 20);
  });
});
