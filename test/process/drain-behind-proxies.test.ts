import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createHttp1Client, createHttp2Client } from '../support/https-clients.ts';
import { describeWith } from '../support/programs.ts';
import { type Proxy, startProxy } from '../support/proxies.ts';
import { startReplacedGateways } from '../support/replaced-gateways.ts';
import { startLoad } from '../support/steady-load.ts';

/** How often each of the two gateways is replaced; as often as one likes by the variable. */
const rounds = Number(process.env['ROUNDS'] ?? 1);
const timeoutMs = 60_000 + rounds * 60_000;
/** Until a balancer takes in who has come. */
const takenInMs = 1_000;
const perKind = 4;

const clientsOf = (proxy: Proxy) => [
  ...Array.from({ length: perKind }, () => createHttp2Client(proxy)),
  ...Array.from({ length: perKind }, () => createHttp1Client(proxy, { keepAlive: true })),
  ...Array.from({ length: perKind }, () => createHttp1Client(proxy, { keepAlive: false })),
];

for (const name of ['nginx', 'haproxy'] as const) {
  describeWith(name, `behind ${name}, as its recipe says`, () => {
    test(
      'no query is lost while one gateway after the other is replaced, and no limit is broken',
      async () => {
        const gateways = await startReplacedGateways();
        const proxy = await startProxy(name, gateways.ports);
        const load = startLoad(clientsOf(proxy), 50);
        for (let round = 0; round < rounds; round += 1) {
          for (const index of [0, 1] as const) {
            const before = load.answered();
            await gateways.replace(index);
            await pause(takenInMs);
            expect(load.answered()).toBeGreaterThan(before);
            expect(load.failed).toEqual([]);
          }
        }
        await load.stop();
        expect(load.failed).toEqual([]);
        expect(gateways.exchange.calls.filter(({ code }) => code !== '0')).toEqual([]);
        process.stdout.write(`${name}: ${load.answered()} queries answered\n`);
      },
      timeoutMs,
    );
  });
}
