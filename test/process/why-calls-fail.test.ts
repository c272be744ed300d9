import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createClients } from '../../src/exchange/client.ts';
import { createHttp } from '../../src/exchange/http.ts';
import { systemClock } from '../../src/time/clock.ts';
import { credentials, whole } from '../support/exchange-client.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return `127.0.0.1:${port}`;
}

const answering = async (listener: RequestListener) => listening(createServer(listener));

/** What is told of a call to there. */
async function causeOf(baseUrl: string) {
  const call = createClients(() => createHttp(), systemClock)({ ...credentials, baseUrl });
  const outcome = await call(whole);
  return 'error' in outcome ? outcome.cause : undefined;
}

test('a port where nobody listens', async () => {
  const server = createTcpServer();
  const address = await listening(server);
  server.close();
  expect(await causeOf(`http://${address}`)).toEqual({ reason: 'ECONNREFUSED' });
});

test('a name that does not exist', async () => {
  const cause = await causeOf('http://nowhere.invalid');
  expect(cause?.reason).toMatch(/^(?:ENOTFOUND|EAI_AGAIN)$/);
});

test('a redirect, which is not followed with the credentials', async () => {
  const address = await answering((_request, response) => {
    response.writeHead(302, { location: 'http://elsewhere.test/' }).end();
  });
  expect(await causeOf(`http://${address}`)).toEqual({ reason: 'redirected' });
});

test('a connection that is cut before the answer, or in it', async () => {
  const before = await answering(({ socket }) => socket.resetAndDestroy());
  expect((await causeOf(`http://${before}`))?.reason).toMatch(/^ECONNRESET$|^UND_ERR_SOCKET$/);
  const within = await answering((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"code"', () => response.destroy());
  });
  expect((await causeOf(`http://${within}`))?.reason).toMatch(/^UND_ERR_|^ECONNRESET$/);
});

test('something that speaks no HTTP', async () => {
  const address = await listening(
    createTcpServer((socket) => {
      socket.on('error', () => {}).end('-ERR what\r\n');
    }),
  );
  expect(await causeOf(`http://${address}`)).toEqual({ reason: 'what answers speaks no HTTP' });
});

test('something that speaks no TLS', async () => {
  const address = await answering((_request, response) => response.end());
  expect((await causeOf(`https://${address}`))?.reason).toMatch(/^ERR_SSL_|^EPROTO$/);
});

test("a proxy's page in place of an answer", async () => {
  const address = await answering((_request, response) => {
    response.writeHead(403, { 'content-type': 'text/html' }).end('<h1>Forbidden</h1>');
  });
  const reason = 'not an answer of the exchange';
  expect(await causeOf(`http://${address}`)).toEqual({ status: 403, reason });
});

test('an answer without end', async () => {
  const address = await answering((_request, response) => {
    response.end('x'.repeat(3 * 2 ** 20));
  });
  expect(await causeOf(`http://${address}`)).toEqual({ reason: 'the answer is too large' });
});
