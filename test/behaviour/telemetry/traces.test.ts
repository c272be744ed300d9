import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { describe, expect, test } from 'vitest';
import { instruments } from '../../../src/simulator/instruments.ts';
import { createTraces } from '../../../src/telemetry/traces.ts';
import { createHarness } from '../../support/harness.ts';

/** The gateway, and the spans that have ended. */
function createTraced(options: Parameters<typeof createHarness>[0] = {}) {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tracer = provider.getTracer('test');
  let aheadMs = 0;
  const harness = createHarness({
    ...options,
    listener: (clock) =>
      createTraces(tracer, { ...clock, wallTime: () => clock.wallTime() + aheadMs }),
  });
  const { clock } = harness;
  const named = (name: string) => exporter.getFinishedSpans().filter((one) => one.name === name);
  return {
    ...harness,
    named,
    calls: () => named('GET max-withdrawal'),
    queries: () => named('query'),
    all: () => exporter.getFinishedSpans(),
    /** Sets the clock of the wall so far ahead. */
    setWall(ms: number) {
      aheadMs = ms;
    },
    /** When a span began and ended, on the scale of the clock. */
    timesOf({ startTime, endTime }: ReadableSpan) {
      const msOf = ([seconds, nanos]: readonly [number, number]) =>
        Math.round(seconds * 1_000 + nanos / 1e6 - (clock.wallTime() - clock.now()));
      return [msOf(startTime), msOf(endTime)] as const;
    },
  };
}

const idOf = (span: ReadableSpan | undefined) => span?.spanContext().spanId;
const linksOf = ({ links }: ReadableSpan) => links.map((link) => link.context.spanId);
const traceparent = (trace: number, isSampled: boolean) =>
  `00-${String(trace).padStart(32, '0')}-00f067aa0ba902b7-${isSampled ? '01' : '00'}`;

const btc = '{ account { id maxWithdrawal(ccy: "BTC") { maxWd } } }';

describe('a query', () => {
  test('has its name, its id, and what served it, but no document, variable or amount', async () => {
    const { query, queries, all } = createTraced();
    const text =
      'query Most($ccy: ID!) { account { maxWithdrawal(ccy: [$ccy]) { maxWd } details { eq } } }';
    const answer = await query(text, {
      variables: { ccy: 'BTC' },
      headers: { 'x-request-id': 'from-the-client' },
    });
    expect(queries()).toMatchObject([
      {
        attributes: {
          'graphql.operation.type': 'query',
          'graphql.operation.name': 'Most',
          'okx.request_id': 'from-the-client',
          'okx.accounts': ['multi-currency'],
          'okx.calls': 2,
        },
      },
    ]);
    const told = JSON.stringify(
      all().map(({ name, attributes, status }) => [name, attributes, status]),
    );
    const amounts = JSON.stringify(answer.data).match(/\d+\.\d+/g) ?? [];
    expect(amounts.length).toBeGreaterThan(3);
    for (const secret of ['BTC', 'maxWd', ...amounts]) expect(told).not.toContain(secret);
  });

  test('that cannot be answered is an error, with its code', async () => {
    const { query, queries } = createTraced();
    await query('{ account { nothing } }');
    expect(queries()).toMatchObject([
      {
        status: { code: 2, message: 'GRAPHQL_VALIDATION_FAILED' },
        attributes: { 'error.type': 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
  });
});

describe('a wait', () => {
  test('is told from when a query asks until its last call is sent, and for which it waited longest', async () => {
    const { ask, named, timesOf, exchange, clock, calls, queries } = createTraced();
    exchange.inject({ kind: 'unavailable', times: 1 });
    const askedAt = clock.now();
    await clock.run(ask(btc));
    const [, second] = calls();
    if (!second) throw new Error('there was no second call');
    const waits = named('wait');
    expect(waits).toMatchObject([
      { attributes: { 'okx.account': 'multi-currency', 'okx.endpoint': 'max-withdrawal' } },
    ]);
    expect(waits.map(timesOf)).toEqual([[askedAt, timesOf(second)[0]]]);
    expect(waits.map((one) => one.parentSpanContext?.spanId)).toEqual([idOf(queries()[0])]);
    expect(timesOf(second)[0]).toBeGreaterThan(askedAt);
  });

  test('for several calls at a time is one, and ends when the last of them is sent', async () => {
    const { query, named, timesOf, clock } = createTraced();
    const avail = (ids: readonly string[]) =>
      `{ account { maxAvail(instId: ${JSON.stringify(ids)}, tdMode: CASH) { availBuy } } }`;
    const [first = '', ...others] = [...instruments.keys()].slice(0, 61);
    await query(avail([first]));
    const askedAt = clock.now();
    await query(avail(others));
    const sentAt = named('GET max-avail-size').map((call) => timesOf(call)[0]);
    const later = sentAt.filter((at) => at > askedAt);
    expect(later.length).toBeGreaterThan(1);
    expect(named('wait').map(timesOf)).toEqual([[askedAt, Math.max(...sentAt)]]);
  });

  test('that is none has no span', async () => {
    const { query, named, calls } = createTraced();
    await query(btc);
    expect(calls()).toHaveLength(1);
    expect(named('wait')).toEqual([]);
  });
});

describe('a call', () => {
  test('whose answer was kept is no part of the query, which has a link to it', async () => {
    const { query, calls, queries, timesOf } = createTraced();
    await query(btc);
    await query(btc);
    const [call] = calls();
    const [first, second] = queries();
    if (!call || !first || !second) throw new Error('spans are missing');
    expect(calls()).toHaveLength(1);
    expect(linksOf(second)).toEqual([idOf(call)]);
    const [[began, ended], [from, to]] = [timesOf(first), timesOf(call)];
    expect(from).toBeGreaterThanOrEqual(began);
    expect(to).toBeLessThanOrEqual(ended);
  });

  test('that a query did not wait for to its end is a part of it all the same', async () => {
    const { ask, calls, queries, clock, exchange } = createTraced();
    exchange.inject({ kind: 'slow', delayMs: 20_000, times: 1 });
    await clock.run(ask(btc, { headers: { 'x-deadline-ms': '100' } }));
    expect(queries()).toMatchObject([{ attributes: { 'error.type': 'DEADLINE_EXCEEDED' } }]);
    expect(calls()).toEqual([]);
    await clock.advance(10_000);
    expect(calls()).toMatchObject([{ attributes: { 'error.type': 'UPSTREAM_TIMEOUT' } }]);
    const [call] = calls();
    expect(call?.parentSpanContext?.spanId).toBe(idOf(queries()[0]));
  });

  test('is a part of the first query that is traced, and the others that are have a link to it', async () => {
    const { ask, calls, queries, clock } = createTraced();
    const asked = [false, true, false, true].map((isSampled, index) =>
      ask(btc, { headers: { traceparent: traceparent(index + 1, isSampled) } }),
    );
    await clock.run(Promise.all(asked));
    expect(queries().map((one) => Number(one.spanContext().traceId))).toEqual([2, 4]);
    const [call] = calls();
    expect(call?.parentSpanContext?.spanId).toBe(idOf(queries()[0]));
    expect(queries().map(linksOf)).toEqual([[], [idOf(call)]]);
  });

  test('that nobody traced is not told of, nor where its answer was kept', async () => {
    const { query, calls, queries } = createTraced();
    await query(btc, { headers: { traceparent: traceparent(1, false) } });
    await query(btc);
    await query(btc);
    expect(calls()).toEqual([]);
    expect(queries().map(linksOf)).toEqual([[], []]);
  });
});

test('times follow the clock of the wall when it is set', async () => {
  const { query, queries, clock, setWall } = createTraced({ maxAgeMs: 0 });
  await query(btc);
  setWall(3_600_000);
  const setAt = clock.wallTime() + 3_600_000;
  await query(btc);
  expect(queries()[1]?.startTime[0]).toBe(Math.floor(setAt / 1_000));
});
