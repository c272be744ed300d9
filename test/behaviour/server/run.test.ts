import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { endSignal } from '../../../src/server/end-signal.ts';
import type { GatewayOptions } from '../../../src/server/gateway.ts';
import { systemClock } from '../../../src/time/clock.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { ask, post } from '../../support/post.ts';
import { connectTo, head } from '../../support/raw-client.ts';
import { forgetSignals, startInProcess as start } from '../../support/run-in-process.ts';

const tiny = JSON.stringify({ query: '{ __typename }' });
const question = `${head}Content-Length: ${tiny.length}\r\n\r\n${tiny}`;

type WhatMayBeAsked = Pick<GatewayOptions, 'explore' | 'operations'>;

test('told again to end after a second, it ends at once', async () => {
  forgetSignals();
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  onTestFinished(() => exit.mockRestore());
  const manual = createManualClock();
  const toldToEnd = endSignal(manual);
  process.emit('SIGINT');
  await toldToEnd;
  // As a terminal and whoever started it both pass it on.
  process.emit('SIGINT');
  await manual.advance(1_001);
  expect(exit).not.toHaveBeenCalled();
  process.emit('SIGTERM');
  expect(exit).toHaveBeenCalledWith(1);
});

test('serves until it is told to end', async () => {
  const { url, ended } = await start();
  expect(await ask(url, '{ account { id } }')).toEqual({
    data: { account: { id: 'multi-currency' } },
  });
  process.emit('SIGTERM');
  await ended;
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test.each<[WhatMayBeAsked, string[]]>([
  [{}, ['GraphiQL', 'Try']],
  [{ explore: false }, ['Graph', 'Try']],
  [{ operations: 'persisted' }, ['GraphiQL']],
])('promises no more than there is: %j', async (more, promised) => {
  const { url, ended, welcome } = await start({ more });
  expect(welcome.match(/^\w+/gm)).toEqual(promised);
  expect(await ask(url, '{ __typename }')).toHaveProperty(more.operations ? 'errors' : 'data');
  process.emit('SIGTERM');
  await ended;
});

test('without an accounts file, the signal that asks for a reload changes nothing and is told to the log', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  const { url, ended } = await start({ fromFile: false, log });
  process.emit('SIGHUP');
  expect(lines.slice(1)).toEqual([expect.stringContaining('SIGHUP ignored')]);
  expect(await ask(url, '{ account { id } }')).not.toHaveProperty('errors');
  process.emit('SIGTERM');
  await ended;
});

test('a body that comes later than its head asks later', async () => {
  const { url, ended } = await start();
  const query = '{ account { details(ccy: ["BTC"]) { asOf } } }';
  const body = JSON.stringify({ query });
  const client = await connectTo(url);
  client.write(
    `${head}Connection: close\r\nCache-Control: no-cache\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  await ask(url, '{ __typename }');
  const other = await ask(url, query);
  client.write(body);
  const [, own] = (await text(client)).split('\r\n\r\n');
  expect(own).toContain('"asOf"');
  expect(JSON.parse(own ?? '')).not.toEqual(other);
  process.emit('SIGTERM');
  await ended;
});

test('who sends very many requests at once keeps only himself waiting, and gets all answers', async () => {
  const { url, ended } = await start();
  await ask(url, '{ __typename }');
  const client = await connectTo(url);
  const many = 2_000;
  let answered = 0;
  client.on('data', (data) => {
    answered += data.toString().split('HTTP/1.1 200').length - 1;
  });
  client.write(question.repeat(many));
  await once(client, 'data');
  expect(await ask(url, '{ __typename }')).not.toHaveProperty('errors');
  expect(answered).toBeLessThan(many / 4);
  await vi.waitUntil(() => answered === many, { timeout: 60_000 });
  client.destroy();
  process.emit('SIGTERM');
  await ended;
});

test('a request whose turn comes too late is told when to come again, and health is told all the same', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  let now = systemClock.now();
  let stepMs = 0;
  const slow = { ...systemClock, now: () => (now += stepMs) };
  const origin = 'https://app.example';
  const { url, admin, ended } = await start({
    log,
    clock: slow,
    more: { corsOrigins: [origin], adminPort: 0 },
  });
  // Between its coming and its turn.
  stepMs = 3_001;
  for (let times = 0; times < 2; times += 1) {
    const refused = await post(url, tiny, { origin });
    expect(refused.status).toBe(503);
    // Or the page would hear of no answer at all.
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toEqual({
      errors: [
        { message: expect.any(String), extensions: { code: 'OVERLOADED', retryAfterMs: 1_000 } },
      ],
    });
  }
  for (const [path, status] of [
    ['/health/live', 200],
    ['/health/ready', 200],
    // Passes for no question about health.
    ['/health/../graphql?query={__typename}', 503],
  ] as const) {
    const client = await connectTo(url);
    client.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(await text(client)).toContain(`HTTP/1.1 ${status} `);
  }
  for (const path of ['/health/live', '/health/ready', '/status']) {
    expect((await fetch(`${admin}${path}`)).status).toBe(200);
  }
  expect(lines).toEqual([expect.stringContaining('overloaded')]);
  stepMs = 0;
  expect(await ask(url, '{ __typename }')).not.toHaveProperty('errors');
  process.emit('SIGTERM');
  await ended;
});

test('a request that is on its way when it is told to end is answered, and is the last of its connection', async () => {
  const { url, ended } = await start();
  const client = await connectTo(url);
  client.write(question);
  await once(client, 'data');
  process.emit('SIGTERM');
  client.write(question);
  const answer = await text(client);
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
  expect(answer).toContain('Connection: close');
  await ended;
});
