import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock } from '../../src/time/clock.ts';
import { freePort } from '../support/free-port.ts';
import type { GatewayProcess } from '../support/gateway-process.ts';
import { holdBack } from '../support/hold-back.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/otlp-receiver.ts';
import { ask, post } from '../support/post.ts';
import { accountsFileOf, start } from '../support/running-gateway.ts';

const eth = '{ account { details(ccy: ["ETH"]) { cashBal } } }';
const [server, client] = [2, 3];
const error = 2;

/** What a collector has when a gateway has ended. */
async function endOf(gateway: GatewayProcess, { spans }: OtlpReceiver) {
  gateway.signal('SIGTERM');
  expect(await gateway.exit).toBe(0);
  const named = (name: string) => spans.filter((span) => span.name === name);
  return { queries: named('query'), waits: named('wait'), calls: named('GET balance') };
}

describe('a collector', () => {
  test('is told of a call that three queries share once: as a part of the first, to which the others have a link', async () => {
    const receiver = await startOtlpReceiver();
    const gate = holdBack(createSimulatedExchange({ clock: systemClock }));
    const ACCOUNTS_FILE = await accountsFileOf(gate.exchange);
    const gateway = start({
      ACCOUNTS_FILE,
      CHECK_ACCOUNTS: 'false',
      // The call is joined however late the others come.
      MAX_AGE_MS: '60000',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    });
    const url = await gateway.url();
    const first = ask(url, eth);
    await gate.arrived;
    const later = [ask(url, eth), ask(url, eth)];
    // Answered behind them.
    await ask(url, '{ __typename }');
    gate.open();
    await Promise.all([first, ...later]);

    const { queries, waits, calls } = await endOf(gateway, receiver);
    const served = queries.filter(({ attributes }) => attributes['okx.calls'] === 1);
    expect(calls).toHaveLength(1);
    const [call] = calls;
    expect(new Set(served.map(({ traceId }) => traceId)).size).toBe(3);
    expect(call?.links).toEqual([]);
    const parent = served.find(({ spanId }) => spanId === call?.parentSpanId);
    expect(parent).toMatchObject({ kind: server, traceId: call?.traceId, links: [] });
    expect(parent).not.toHaveProperty('parentSpanId');
    expect(waits.every(({ parentSpanId }) => parentSpanId === parent?.spanId)).toBe(true);
    const { traceId, spanId } = call ?? {};
    for (const other of served.filter((one) => one !== parent)) {
      expect(other.links).toEqual([{ traceId, spanId }]);
    }
    expect(call).toMatchObject({
      kind: client,
      attributes: { 'okx.account': 'multi-currency', 'okx.endpoint': 'balance', 'okx.keys': 1 },
    });
  });

  test('is told why a call failed, and of the one that took its place', async () => {
    const receiver = await startOtlpReceiver();
    const exchange = createSimulatedExchange({ clock: systemClock });
    const ACCOUNTS_FILE = await accountsFileOf(exchange);
    const gateway = start({
      ACCOUNTS_FILE,
      CHECK_ACCOUNTS: 'false',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    });
    exchange.inject({ kind: 'unavailable', times: 1 });
    await ask(await gateway.url(), eth);
    const { queries, calls } = await endOf(gateway, receiver);
    expect(calls).toMatchObject([
      {
        status: { code: error, message: expect.any(String) },
        attributes: {
          'error.type': 'UPSTREAM_UNAVAILABLE',
          'http.response.status_code': 503,
          'okx.exchange_code': '50001',
        },
      },
      { status: { code: 0 } },
    ]);
    const [query] = queries;
    expect(calls.map(({ parentSpanId }) => parentSpanId)).toEqual([query?.spanId, query?.spanId]);
    expect(query?.status).toEqual({ code: 0 });
  });

  test('has the trace that a router began go on, and none of one that is not to be traced', async () => {
    const receiver = await startOtlpReceiver();
    const gateway = start({
      CHECK_ACCOUNTS: 'false',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    });
    const url = await gateway.url();
    const [traceId, spanId] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
    for (const flags of ['01', '00']) {
      const traceparent = `00-${traceId}-${spanId}-${flags}`;
      await post(url, JSON.stringify({ query: eth }), { traceparent });
    }
    const { queries, calls } = await endOf(gateway, receiver);
    expect(queries).toMatchObject([{ traceId, parentSpanId: spanId }]);
    expect(calls).toMatchObject([{ traceId, parentSpanId: queries[0]?.spanId }]);
  });

  test('is told who sends, and shown the headers, as the standard variables say', async () => {
    const receiver = await startOtlpReceiver();
    const gateway = start({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/own`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=desk',
      OTEL_SERVICE_NAME: 'prices',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    });
    await ask(await gateway.url(), eth);
    await endOf(gateway, receiver);
    expect(receiver.requests).toMatchObject([
      {
        path: '/own',
        headers: { 'x-tenant': 'desk' },
        resource: { 'service.name': 'prices', 'deployment.environment.name': 'test' },
      },
    ]);
  });
});

describe('a collector that', () => {
  const quick = { OTEL_BSP_SCHEDULE_DELAY: '100', OTEL_EXPORTER_OTLP_TIMEOUT: '500' };

  async function servesAndEnds(url: string): Promise<GatewayProcess> {
    const gateway = start({ ...quick, OTEL_EXPORTER_OTLP_ENDPOINT: url });
    expect(await ask(await gateway.url(), eth)).not.toHaveProperty('errors');
    await gateway.line(/"traces not exported"/);
    expect(await ask(await gateway.url(), eth)).not.toHaveProperty('errors');
    gateway.signal('SIGTERM');
    expect(await gateway.exit).toBe(0);
    return gateway;
  }

  test('is down is told of, and holds up neither queries nor the end', async () => {
    const gateway = await servesAndEnds(`http://127.0.0.1:${await freePort()}`);
    expect(gateway.stderr()).toContain('"reason":"ECONNREFUSED"');
  });

  test('does not answer is told of, and holds up neither queries nor the end', async () => {
    const gateway = await servesAndEnds(await silentCollector());
    expect(gateway.stderr()).toMatch(/"reason":"(?:ECONNRESET|Request timed out)"/);
  });

  test('may take ten minutes does not hold up the end either', async () => {
    const gateway = start({
      OTEL_EXPORTER_OTLP_ENDPOINT: await silentCollector(),
      OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
      OTEL_BSP_EXPORT_TIMEOUT: '600000',
    });
    await ask(await gateway.url(), eth);
    gateway.signal('SIGTERM');
    expect(await gateway.exit).toBe(0);
  });
});

/** Takes connections, and answers nothing. */
async function silentCollector(): Promise<string> {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => {
    silent.close();
  });
  const address = silent.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
