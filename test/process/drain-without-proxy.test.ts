import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { connectTo, head } from '../support/raw-client.ts';
import { connectToReady, createNodeClient, createUndiciClient } from '../support/ready-clients.ts';
import { drainMs, startReplacedGateways } from '../support/replaced-gateways.ts';
import { start } from '../support/running-gateway.ts';
import { startLoad } from '../support/steady-load.ts';

/** How often each of the two gateways is replaced; as often as one likes by the variable. */
const rounds = Number(process.env['ROUNDS'] ?? 1);
const perKind = 6;
/** Longer than the seconds that clients are told to leave connections idle for. */
const longDrainMs = 4_000;

describe('connections that are kept alive, and no proxy before the gateways', () => {
  test(
    'no query is lost while one gateway after the other is replaced, busy or idle as they may be',
    async () => {
      const gateways = await startReplacedGateways({ DRAIN_MS: String(longDrainMs) });
      const connectNow = await connectToReady(gateways.ports);
      const createClients = () =>
        Array.from({ length: perKind }, () => [
          createNodeClient(connectNow),
          createUndiciClient(connectNow),
        ]).flat();
      const busy = startLoad(createClients(), 50);
      const leisurely = startLoad(createClients(), 1.5 * longDrainMs);
      for (let round = 0; round < rounds; round += 1) {
        for (const index of [0, 1] as const) {
          const before = busy.answered();
          await gateways.replace(index);
          await pause(drainMs);
          expect(busy.answered()).toBeGreaterThan(before);
        }
      }
      await busy.stop();
      await leisurely.stop();
      expect([...busy.failed, ...leisurely.failed]).toEqual([]);
      expect(gateways.exchange.calls.filter(({ code }) => code !== '0')).toEqual([]);
      process.stdout.write(`kept alive: ${busy.answered()}, ${leisurely.answered()} answered\n`);
    },
    60_000 + rounds * 60_000,
  );

  test('what is sent on an idle one as the gateway ends is answered whole or not begun', async () => {
    const gateway = start({ DRAIN_MS: String(drainMs) });
    const url = await gateway.url();
    const body = JSON.stringify({ query: '{ __typename }' });
    const many = 300;
    const clients = await Promise.all(Array.from({ length: many }, async () => connectTo(url)));
    const question = `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
    // Only after an answer does Node take a connection for idle.
    for (const client of clients) {
      client.write(question);
      await once(client, 'data');
    }
    const parts = clients.map((): string[] => []);
    const ended = clients.map(async (client, index) => {
      client.setEncoding('utf8').on('data', (text: string) => parts[index]?.push(text));
      client.on('error', () => {});
      return new Promise((resolve) => client.once('close', resolve));
    });
    let isShuttingDown = false;
    const told = gateway.line(/"shutting down"/).then(() => (isShuttingDown = true));
    gateway.signal('SIGTERM');
    await gateway.line(/"draining/);
    await pause(drainMs - 100);
    let sentBefore = 0;
    for (const client of clients) {
      client.write(question);
      sentBefore += isShuttingDown ? 0 : 1;
      await pause(2);
    }
    await told;
    await Promise.all(ended);
    expect(await gateway.exit).toBe(0);
    const answers = parts.map((texts) => texts.join(''));
    const isWhole = (answer: string) =>
      /^HTTP\/1\.1 200 [^]*\r\nConnection: close\r\n[^]*\}$/.test(answer);
    expect(answers.filter((answer) => answer !== '' && !isWhole(answer))).toEqual([]);
    const answered = answers.filter(isWhole).length;
    expect(answers.slice(0, answered).every(isWhole)).toBe(true);
    expect(answered).toBeGreaterThanOrEqual(sentBefore);
    process.stdout.write(`idle: ${answered} of ${many} answered, ${sentBefore} sent before\n`);
  });
});
