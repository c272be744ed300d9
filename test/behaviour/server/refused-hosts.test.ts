import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { readPrometheusText } from '../../support/prometheus-text.ts';
import { connectTo } from '../../support/raw-client.ts';
import { startInProcess } from '../../support/run-in-process.ts';

test('requests that a proxy sends on to a host that is not the gateway are counted, and told of once', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  const { url, admin, ended } = await startInProcess({ log, more: { adminPort: 0 } });
  for (let times = 0; times < 3; times += 1) {
    const client = await connectTo(url);
    client.write('GET /graphql HTTP/1.1\r\nHost: gateway.example\r\nConnection: close\r\n\r\n');
    expect(await text(client)).toContain('HTTP/1.1 421 ');
  }
  const told = await (await fetch(`${admin}/metrics`)).text();
  const refused = readPrometheusText(told).get('okx_gateway_requests_refused_total')?.samples;
  expect(refused?.filter(({ value }) => value > 0)).toEqual([
    expect.objectContaining({ labels: { what: 'host' }, value: 3 }),
  ]);
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    expect.objectContaining({
      msg: 'requests to another host refused',
      requests: 1,
      reason: expect.stringContaining('has to send one of these as Host'),
    }),
  ]);
  expect(lines.join()).not.toContain('gateway.example');
  process.emit('SIGTERM');
  await ended;
});

test('a request with an empty Host, on either port, is refused and ends nothing', async () => {
  const { url, admin, ended } = await startInProcess({ more: { adminPort: 0 } });
  for (const port of [url, admin]) {
    const client = await connectTo(port);
    client.write('GET /health/live HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n');
    expect(await text(client)).toContain('HTTP/1.1 400 ');
  }
  expect((await fetch(new URL('/health/live', url))).status).toBe(200);
  process.emit('SIGTERM');
  await ended;
});
