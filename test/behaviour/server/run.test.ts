import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { endSignal } from '../../../src/server/end-signal.ts';
import { readAccountsFile } from '../../../src/accounts/accounts-file.ts';
import { run } from '../../../src/server/run.ts';
import { createSimulatedExchange } from '../../../src/simulator/exchange.ts';
import { systemClock as clock } from '../../../src/time/clock.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { ask } from '../../support/post.ts';
import { connectTo, head } from '../../support/raw-client.ts';
import { accountsFileOf } from '../../support/running-gateway.ts';

/** What runs goes on listening for signals, as long as its process lives. */
function forgetSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    const before = process.listeners(signal);
    onTestFinished(() => {
      for (const listener of process.listeners(signal)) {
        if (!before.includes(listener)) process.off(signal, listener);
      }
    });
  }
}

/** The gateway as it runs in its process; `ended` resolves when it has been told to end. */
async function start({ fromFile = true, log = pino({ level: 'silent' }) } = {}) {
  forgetSignals();
  const exchange = createSimulatedExchange({ clock, moving: false });
  const file = await accountsFileOf(exchange);
  const told = Promise.withResolvers<string>();
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    told.resolve(String(line));
    return true;
  });
  const ended = run(
    {
      accounts: readAccountsFile(file),
      accountsFile: fromFile ? file : null,
      redisUrl: null,
      replicas: 1,
      host: '127.0.0.1',
      port: 0,
      maxAgeMs: 200,
      deadlineMs: 10_000,
      maxWaitMs: 3_000,
    },
    { clock, random: Math.random, log },
  );
  const [, url = ''] = /^GraphiQL  (\S+)$/m.exec(await told.promise) ?? [];
  stdout.mockRestore();
  return { url, ended };
}

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

test('without an accounts file, the signal that asks for a reload changes nothing and is told to the log', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  const { url, ended } = await start({ fromFile: false, log });
  process.emit('SIGHUP');
  expect(lines).toEqual([expect.stringContaining('SIGHUP ignored')]);
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

test.each([
  ['its health is told at once', '/health/live', true],
  [
    'a query does not pass for a question about health',
    '/health/../graphql?query={__typename}',
    false,
  ],
])('while very many requests wait to be worked on, %s', async (_claim, path, isAtOnce) => {
  const { url, ended } = await start();
  const client = await connectTo(url);
  const body = JSON.stringify({ query: '{ __typename }' });
  const many = 2_000;
  let answered = 0;
  client.on('data', (data) => {
    answered += data.toString().split('HTTP/1.1 200').length - 1;
  });
  client.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`.repeat(many));
  await vi.waitUntil(() => answered > 0);
  const other = await connectTo(url);
  other.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  expect(await text(other)).toContain('HTTP/1.1 200');
  expect(answered < many / 2).toBe(isAtOnce);
  client.destroy();
  process.emit('SIGTERM');
  await ended;
});
