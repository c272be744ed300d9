import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

const text = 'subscription { account { totalEq } }';

test('whoever has left before the request is worked on has nothing looked at', async () => {
  const started: unknown[] = [];
  const { clock, gateway, subscribe } = createHarness({
    listener: () => ({ subscriptionStarted: (one) => void started.push(one) }),
  });
  // What answers streams is loaded by then.
  await (await subscribe(text)).leave();
  const handled = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    request.socket.destroy();
    response.once('close', () => {
      gateway.handler(request, response);
      handled.resolve();
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const headers = { accept: 'text/event-stream', 'apollo-require-preflight': 'true' };
  const sent = get({ port, path: `/graphql?query=${encodeURIComponent(text)}`, headers });
  await Promise.all([once(sent, 'error'), handled.promise]);
  await clock.advance(2_000);
  expect(started).toHaveLength(1);
});
