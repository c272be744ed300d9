import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { head } from '../support/raw-client.ts';
import { startStillGateway } from '../support/still-gateway.ts';

// Node measures these times itself, so they pass for real: half a minute, for all of them together.

/** How the largest answer is asked for that needs no call: a script of GraphiQL as it is, of 5 MB. */
async function askLargest({ url }: { readonly url: string }): Promise<string> {
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  const [script] = /\?asset=graphiql-\w+\.js/.exec(await page.text()) ?? [];
  if (script === undefined) throw new Error('no script');
  return `GET /graphql${script} HTTP/1.1\r\nHost: localhost\r\n`;
}

/** A connection that ends with the gateway at the latest. */
function connectTo({ url }: { readonly url: string }): Socket {
  const { port, hostname } = new URL(url);
  return connect(Number(port), hostname).on('error', () => {});
}

/** Goes on sending as slowly as that until the gateway has closed the connection, and gives what came before. */
async function drip(client: Socket, drop: string): Promise<string> {
  let answer = '';
  if (!client.isPaused()) client.on('data', (data) => (answer += data.toString()));
  while (!client.destroyed) {
    client.write(drop);
    await pause(250);
  }
  return answer;
}

/** What is sent too late can keep a client from reading even that. */
const timeout = /^(HTTP\/1.1 408 |$)/;

describe.concurrent('a client that is slow', () => {
  test('with the head of its request is cut off', async () => {
    await using gateway = await startStillGateway();
    const client = connectTo(gateway);
    client.write(`${head}X-Slow: `);
    expect(await drip(client, '1')).toMatch(timeout);
  });

  test('with the body of its request is cut off', async () => {
    await using gateway = await startStillGateway();
    const client = connectTo(gateway);
    client.write(`${head}Content-Length: 100000\r\n\r\n`);
    expect(await drip(client, '1')).toMatch(timeout);
  });

  test('and never reads its answer is cut off', async () => {
    await using gateway = await startStillGateway();
    const client = connectTo(gateway);
    client.pause();
    client.write(`${await askLargest(gateway)}\r\n`);
    // A client that does not read learns of it when it sends; lines without a word do not begin a request.
    await drip(client, '\r\n');
    expect(client.errored).toMatchObject({ code: /^(EPIPE|ECONNRESET)$/ });
  });

  test('is cut off for others, when many leave very much untaken', async () => {
    await using gateway = await startStillGateway();
    const largest = await askLargest(gateway);
    const clients: Socket[] = [];
    for (let client = 0; client < 50; client += 1) clients.push(connectTo(gateway));
    const [first, last] = [clients.at(0), clients.at(-1)];
    if (!first || !last) throw new Error('no clients');
    for (const client of clients) {
      client.pause();
      client.write(`${largest}Connection: close\r\n\r\n`);
    }
    await drip(first, '\r\n');
    expect(first.errored).toMatchObject({ code: /^(EPIPE|ECONNRESET)$/ });
    const answer = await text(last);
    const [, length] = /content-length: (\d+)/i.exec(answer) ?? [];
    const [, body = ''] = answer.split('\r\n\r\n', 2);
    expect(Buffer.byteLength(answer)).toBeGreaterThan(Number(length));
    expect(body).toContain('GraphiQL');
  });
});
