import { once } from 'node:events';
import { createServer as createWebServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { shareBudgets } from '../../../src/accounts/share-budgets.ts';
import { Secret } from '../../../src/exchange/secret.ts';
import { createManualClock } from '../../support/manual-clock.ts';

/** What a gateway tells of a Redis where this listens. */
async function shareThrough(server: Server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const clock = createManualClock();
  const told: string[] = [];
  function write(text: string): void {
    const { msg, reason = '' }: Readonly<Record<string, string>> = JSON.parse(text);
    if (msg === 'Redis error') told.push(reason);
  }
  const redisUrl = new Secret(`redis://127.0.0.1:${port}`);
  const log = pino({ level: 'warn' }, { write });
  const { close } = shareBudgets({ redisUrl, replicas: 1 }, { clock, log });
  onTestFinished(async () => {
    await clock.run(close());
    server.close();
  });
  const tries = async (times: number) => {
    for (let tried = 0; tried < times; tried += 1) await once(server, 'connection');
  };
  return { clock, told, tries };
}

test('what answers but is no Redis is told of once a minute', async () => {
  const { clock, told, tries } = await shareThrough(
    createWebServer((_request, response) => void response.end('I am a web server.')),
  );
  await tries(4);
  expect(told).toHaveLength(1);
  await clock.advance(60_000);
  await tries(2);
  await clock.advance(60_000);
  const times = [...Map.groupBy(told, (reason) => reason).values()].map(({ length }) => length);
  // At once, and after each minute.
  expect(Math.max(...times)).toBeLessThanOrEqual(3);
  expect(told).toContainEqual(expect.stringMatching(/RESP|closed/));
});

test('one that takes connections and says nothing is told of, too', async () => {
  const { clock, told, tries } = await shareThrough(createServer());
  await tries(1);
  await clock.advance(1_900);
  expect(told).toEqual([]);
  await clock.advance(30_000);
  expect(told).toEqual(['no answer']);
});
