import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { listen } from '../../../src/server/listen.ts';

const answer = 'it is me';

async function startServer() {
  const server = await listen((_request, response) => void response.end(answer), {
    host: '127.0.0.1',
    port: 0,
  });
  const port = Number(new URL(server.url).port);
  /** What comes on a connection of its own: the answer, or why there is none. */
  async function askAnew(): Promise<string | undefined> {
    const client = connect(port, '127.0.0.1');
    client.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    const told = await text(client).catch(({ code }: NodeJS.ErrnoException) => code);
    return told?.endsWith(answer) ? answer : told;
  }
  return { server, askAnew };
}

test('who has connected when it ends is answered, though the process has taken none of the connections yet', async () => {
  const { server, askAnew } = await startServer();
  const told = Array.from({ length: 50 }, askAnew);
  await server.close(10_000);
  expect(new Set(await Promise.all(told))).toEqual(new Set([answer]));
});

test('nor is anybody reset who connects again after each answer, and it ends all the same', async () => {
  const { server, askAnew } = await startServer();
  async function askAgainAndAgain(): Promise<string | undefined> {
    const told = await askAnew();
    return told === answer ? askAgainAndAgain() : told;
  }
  const told = Array.from({ length: 20 }, askAgainAndAgain);
  await server.close(10_000);
  expect(new Set(await Promise.all(told))).toEqual(new Set(['ECONNREFUSED']));
});
