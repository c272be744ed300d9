import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createGateway } from '../../../src/server/gateway.ts';
import { listen } from '../../../src/server/listen.ts';
import { credentialsOf } from '../../../src/simulator/embedded.ts';
import { createSimulatedExchange } from '../../../src/simulator/exchange.ts';
import type { OperationEnd } from '../../../src/telemetry/telemetry.ts';
import { systemClock as clock } from '../../../src/time/clock.ts';
import { createWatchedLog, keepAccountSecrets } from '../../support/outputs.ts';
import { ask } from '../../support/post.ts';
import { connectTo, head } from '../../support/raw-client.ts';

const body = JSON.stringify({ query: 'query Slow { account { totalEq } }' });
const request = `${head}Content-Length: ${body.length}\r\n\r\n${body}`;

/** A gateway on a port, and what it is asked; of balances the exchange never answers. */
async function startWaiting() {
  const exchange = createSimulatedExchange({ clock, seed: 1, moving: false });
  const accounts = credentialsOf(exchange, 'http://exchange.test');
  keepAccountSecrets(accounts);
  const begun = Promise.withResolvers<void>();
  const ended: OperationEnd[] = [];
  const { handler } = createGateway(
    { accounts, maxAgeMs: 200, deadlineMs: 60_000, maxWaitMs: 3_000 },
    {
      clock,
      random: Math.random,
      log: createWatchedLog(),
      async http() {
        begun.resolve();
        return new Promise(() => {});
      },
      telemetry: [{ operationEnded: (_operation, end) => void ended.push(end) }],
    },
  );
  const taken: { readonly request: IncomingMessage; readonly response: ServerResponse }[] = [];
  const server = await listen(
    (one, response) => {
      taken.push({ request: one, response });
      handler(one, response);
    },
    { host: '127.0.0.1', port: 0 },
  );
  onTestFinished(() => server.close(0));
  return { url: server.url, begun: begun.promise, ended, taken };
}

test('an operation whose client leaves while it waits ends at once, and nothing listens on', async () => {
  const { url, begun, ended, taken } = await startWaiting();
  const client = await connectTo(url);
  client.write(request);
  await begun;
  expect(ended).toEqual([]);
  const [{ request: own, response } = { request: null, response: null }] = taken;
  if (!own || !response) throw new Error('nothing was taken');
  const left = once(response, 'close');
  client.destroy();
  await left;
  await ask(`${url}/graphql`, '{ __typename }');
  expect(ended).toMatchObject([{ name: 'Slow', outcome: 'partial' }, { outcome: 'ok' }]);
  expect(response.listenerCount('close') + own.listenerCount('close')).toBe(0);
});

test('none begins for a client that leaves before the end of its body', async () => {
  const { url, ended, taken } = await startWaiting();
  const client = await connectTo(url);
  client.write(request.slice(0, -1));
  await ask(`${url}/graphql`, '{ __typename }');
  const [first] = taken;
  if (!first) throw new Error('nothing was taken');
  const left = once(first.response, 'close');
  client.destroy();
  await left;
  await ask(`${url}/graphql`, '{ __typename }');
  expect(ended).toHaveLength(2);
  expect(first.request.listenerCount('close')).toBe(0);
});
