import { once } from 'node:events';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { shareBudgets } from '../../../src/accounts/share-budgets.ts';
import { Secret } from '../../../src/exchange/secret.ts';
import { createManualClock } from '../../support/manual-clock.ts';

test('what answers but is no Redis is told of once a minute', async () => {
  const server = createServer((_request, response) => void response.end('I am a web server.'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const clock = createManualClock();
  const told: string[] = [];
  function write(text: string): void {
    const { msg, reason }: Readonly<Record<string, string>> = JSON.parse(text);
    if (msg === 'Redis error') told.push(reason ?? '');
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
