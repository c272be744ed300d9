import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import type { Status } from '../../src/status/status.ts';
import { systemClock } from '../../src/time/clock.ts';
import { alertFaults } from '../support/alert-faults.ts';
import { alertOf, alerts, linesIn, metricsIn, placeOf } from '../support/alerts.ts';
import { startGateway } from '../support/gateway-process.ts';
import { ask, post } from '../support/post.ts';
import { readPrometheusText } from '../support/prometheus-text.ts';
import { type Scrape, valueOf } from '../support/promql-value.ts';
import { startInProcess } from '../support/run-in-process.ts';
import { start } from '../support/running-gateway.ts';

/** What only a process can show, in this file and those beside it. */
const shown = {
  OkxGatewayMadeUp: 'below',
  OkxGatewayOverloaded: 'below',
  OkxGatewayConnectionsRefused: 'below',
  OkxGatewayEventLoopDelayed: 'below',
  OkxGatewayFileRefused: 'behaviour/telemetry/runbook-files.test.ts',
  OkxGatewayLogLinesDropped: 'behaviour/telemetry/runbook-log.test.ts',
  // It goes by nothing that the gateway tells, but by its silence.
  OkxGatewayDown: 'nowhere',
};

test('each alert is brought about by a fault', () => {
  const names = [...Object.keys(alertFaults), ...Object.keys(shown)];
  expect(names.toSorted()).toEqual(alerts.map(({ alert }) => alert).toSorted());
});

/** What Prometheus reads, as if it were so many seconds after the first time. */
async function scrape(admin: string, at: number): Promise<Scrape> {
  const families = readPrometheusText(await (await fetch(`${admin}/metrics`)).text());
  return { at, samples: [...families.values()].flatMap((family) => family.samples) };
}

async function statusOf(admin: string): Promise<Status> {
  const told: Status = await (await fetch(`${admin}/status`)).json();
  return told;
}

/** That its expression gives something, and that its place in the runbook names what there is. */
function expectAlert(name: string, scrapes: readonly Scrape[], log: string): void {
  expect(valueOf(alertOf(name).expr, scrapes)).not.toEqual([]);
  const place = placeOf(name);
  const told = new Set(scrapes.at(-1)?.samples.map((sample) => sample.name));
  expect(metricsIn(place).filter((metric) => !told.has(metric))).toEqual([]);
  expect(linesIn(place).filter((line) => !log.includes(`"msg":"${line}"`))).toEqual([]);
}

test('OkxGatewayMadeUp: no credentials are set', async () => {
  const gateway = start({ ADMIN_PORT: '0' });
  const admin = (await gateway.line(/^Admin /)).replace(/^\w+\s+/, '');
  expectAlert('OkxGatewayMadeUp', [await scrape(admin, 0)], gateway.stderr());
  expect((await statusOf(admin)).gateway.madeUp).toBe(true);
});

test('OkxGatewayOverloaded: what has come takes longer than anybody is to wait', async () => {
  let lateMs = 0;
  let text = '';
  function write(line: string): void {
    text += line;
    // The first query has taken so long.
    if (line.includes('"msg":"query"')) lateMs = 4_000;
  }
  const clock = { ...systemClock, now: () => systemClock.now() + lateMs };
  const { url, admin, ended } = await startInProcess({
    clock,
    log: pino({ level: 'info' }, { write }),
    more: { adminPort: 0 },
  });
  const before = await scrape(admin, 0);
  const body = JSON.stringify({ query: '{ account { id } }' });
  const answers = await Promise.all(Array.from({ length: 200 }, async () => post(url, body)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 503]));
  const refused = answers.find(({ status }) => status === 503);
  expect(await refused?.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
  expectAlert('OkxGatewayOverloaded', [before, await scrape(admin, 15)], text);
  process.emit('SIGINT', 'SIGINT');
  await ended;
});

test('OkxGatewayConnectionsRefused: the process may open few', async () => {
  const few = ['bash', '-c', `ulimit -n 64; exec ${process.execPath} src/main.ts`] as const;
  const environment = { PORT: '0', DRAIN_MS: '0', ADMIN_PORT: '0' };
  const gateway = startGateway(environment, [], undefined, few);
  onTestFinished(async () => {
    gateway.signal('SIGKILL');
    await gateway.exit;
  });
  const { port } = new URL(await gateway.url());
  const admin = (await gateway.line(/^Admin /)).replace(/^\w+\s+/, '');
  const before = await scrape(admin, 0);
  const clients = Array.from({ length: 100 }, () => connect(Number(port), '127.0.0.1'));
  for (const client of clients) client.on('error', () => {});
  expect(await gateway.line(/"connections refused"/)).toContain('"reason":"more than');
  for (const client of clients) client.destroy();
  expectAlert('OkxGatewayConnectionsRefused', [before, await scrape(admin, 15)], gateway.stderr());
});

test('OkxGatewayEventLoopDelayed: the process gets no processor', async () => {
  const gateway = start({ ADMIN_PORT: '0' });
  const admin = (await gateway.line(/^Admin /)).replace(/^\w+\s+/, '');
  const name = 'OkxGatewayEventLoopDelayed';
  await ask(await gateway.url(), '{ account { id } }');
  await scrape(admin, 0);
  // More than one in a hundred of the looks at the loop, even if the next answer takes a while.
  for (let stop = 0; stop < 3; stop += 1) {
    gateway.signal('SIGSTOP');
    await pause(700);
    gateway.signal('SIGCONT');
    // Whoever asks at once can be answered before the delay has been noticed, which is forgotten then.
    await pause(300);
  }
  expectAlert(name, [await scrape(admin, 15)], gateway.stderr());
  expect((await statusOf(admin)).gateway.loopDelayMs.max).toBeGreaterThan(500);
});
