import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { connectClients } from './ask.ts';

const question = { query: '{ a }', variables: {}, expected: { a: 1 } };
const right: RequestListener = (_, response) => response.end('{"data":{"a":1}}');
const refusal: RequestListener = (_, response) =>
  response.end('{"errors":[{"extensions":{"code":"BUDGET_EXHAUSTED"}}]}');
const hangUp: RequestListener = (request) => request.socket.destroy();

/** Clients of gateways, each of which does the same with every request. */
async function connect(...gateways: readonly RequestListener[]) {
  const started = await Promise.all(
    gateways.map(async (answer) => {
      const server = createServer(answer).listen(0, '127.0.0.1');
      await once(server, 'listening');
      onTestFinished(() => void server.close());
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : '';
      return { url: `http://127.0.0.1:${port}/graphql` };
    }),
  );
  const { signal } = new AbortController();
  const clients = connectClients({ gateways: started, patienceMs: 30_000, signal });
  onTestFinished(() => clients[Symbol.asyncDispose]());
  return clients.ask;
}

test('what a gateway does not answer is asked of the next', async () => {
  const ask = await connect(hangUp, right, hangUp);
  for (let index = 0; index < 3; index += 1) {
    expect(await ask(question)).toMatchObject({ outcome: 'right' });
  }
});

test('what a gateway refuses is asked of nobody else', async () => {
  const ask = await connect(refusal, refusal);
  expect(await ask(question)).toMatchObject({ outcome: 'failed', codes: ['BUDGET_EXHAUSTED'] });
});

test('what no gateway answers has failed', async () => {
  const ask = await connect(hangUp, hangUp);
  const { outcome, codes } = await ask(question);
  expect(outcome).toBe('failed');
  expect(codes).toEqual([expect.stringMatching(/^no answer: /)]);
});
