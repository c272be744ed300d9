import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { startChildProcess } from '../support/child-process.ts';
import { type LiveReader, openReader } from './live-readers.ts';
import { startLocalGateway } from './local-gateway.ts';
import { madeAccount } from './made-accounts.ts';
import { residentMib } from './memory.ts';
import { arrivals } from './open-loop.ts';
import { processorTimeMs } from './processor-time.ts';
import { alignRows } from './table.ts';

// What subscriptions cost, and how late they are: before an exchange in another process whose figures are never the same.
// A wrong answer, a stream that breaks and one call too many end the run.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    readers: { type: 'string', default: '500' },
    stopped: { type: 'string', default: '1000' },
    drained: { type: 'string', default: '200' },
  },
});
const seconds = Number(values.seconds);
const narrow = 'subscription { account { totalEq } }';
const wide = 'subscription { account { totalEq details { ccy eq cashBal availBal eqUsd uTime } } }';
const drainMs = 5_000;

async function world(currencies = 1) {
  const cleanUp = new AsyncDisposableStack();
  const exchange = cleanUp.use(
    await startChildProcess({
      command: process.execPath,
      args: [fileURLToPath(new URL('live-exchange.ts', import.meta.url))],
      environment: { ANSWER_AFTER_MS: '20', CURRENCIES: String(currencies) },
      folder: process.cwd(),
      ready: /^Ready (\S+)$/,
    }),
  );
  const gateway = cleanUp.use(
    await startLocalGateway({
      kind: 'this gateway',
      accounts: [madeAccount(0)],
      exchangeUrl: exchange.told,
      callers: [],
      environment: { MAX_SUBSCRIPTIONS: '5000', DRAIN_MS: String(drainMs) },
    }),
  );
  // A window after the start nobody else may have used the limits any more.
  await pause(3_000);
  const calls = async (): Promise<number> => {
    const report = (await (await fetch(`${exchange.told}/report`)).json()) as { calls: number };
    return report.calls;
  };
  return { gateway, calls, [Symbol.asyncDispose]: () => cleanUp.disposeAsync() };
}

async function openAll(url: string, count: number, query = narrow): Promise<LiveReader[]> {
  const readers: LiveReader[] = [];
  for (let at = 0; at < count; at += 50) {
    const some = Array.from({ length: Math.min(50, count - at) }, () => openReader(url, query));
    readers.push(...(await Promise.all(some)));
  }
  await pause(2_000);
  return readers;
}

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
const show = (rows: readonly (readonly string[])[]) => alignRows(rows, (column) => column > 0);
const ascending = (times: readonly number[]) => times.toSorted((a, b) => a - b);
const told = (figure: number, digits = 0) => figure.toFixed(digits);

/** Queries at random times, for so long; their times in milliseconds, in order. */
async function queries(url: string, perSecond: number, forSeconds: number): Promise<number[]> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 64 });
  const startedAt = performance.now();
  const asked: Promise<number>[] = [];
  for (const dueMs of arrivals(perSecond, forSeconds, createRandomness(1))) {
    const waitMs = startedAt + dueMs - performance.now();
    if (waitMs > 0) await pause(waitMs);
    asked.push(askOnce(startedAt + dueMs));
  }
  const times = ascending(await Promise.all(asked));
  await pool.close();
  return times;

  async function askOnce(dueAt: number): Promise<number> {
    const { body } = await pool.request({
      path: pathname,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ account { totalEq } }' }),
    });
    const answer = await body.text();
    if (!/"totalEq":"[\d.]+"/.test(answer)) throw new Error(`A query was answered ${answer}`);
    return performance.now() - dueAt;
  }
}

/** Many who watch one account, beside one who does. */
async function many(): Promise<void> {
  const rows = [
    ['readers', 'calls', 'results', 'lag p50', 'p99', 'most', 'µs each', 'MiB', 'MiB after'],
  ];
  for (const count of [1, Number(values.readers)]) {
    await using started = await world();
    const { gateway, calls } = started;
    const readers = await openAll(gateway.url, count);
    await calls();
    const seen = readers.map(({ lagsMs }) => lagsMs.length);
    const processor = processorTimeMs(gateway.pid) ?? Number.NaN;
    const memory = residentMib(gateway.pid) ?? Number.NaN;
    await pause(seconds * 1_000);
    const taken = (processorTimeMs(gateway.pid) ?? Number.NaN) - processor;
    const made = await calls();
    const lags = ascending(readers.flatMap(({ lagsMs }, at) => lagsMs.slice(seen[at])));
    if (lags.length < count * (made - 2)) throw new Error(`Some of ${made} changes went amiss.`);
    rows.push([
      String(count),
      String(made),
      String(lags.length),
      ...[0.5, 0.99, 1].map((part) => told(quantile(lags, part))),
      told((taken * 1_000) / lags.length),
      told(memory),
      told(residentMib(gateway.pid) ?? Number.NaN),
    ]);
    for (const reader of readers) reader.leave();
  }
  console.log(show(rows));
}

/** Queries beside those who watch, and without them, in turns. */
async function beside(): Promise<void> {
  await using started = await world();
  const { gateway } = started;
  const times: Record<'alone' | 'beside', number[]> = { alone: [], beside: [] };
  await queries(gateway.url, 100, 5);
  for (let round = 0; round < 3; round += 1) {
    times.alone.push(...(await queries(gateway.url, 100, seconds / 3)));
    const readers = await openAll(gateway.url, Number(values.readers));
    times.beside.push(...(await queries(gateway.url, 100, seconds / 3)));
    for (const reader of readers) reader.leave();
    await pause(1_000);
  }
  const row = (name: string, all: readonly number[]) => {
    const sorted = ascending(all);
    return [
      name,
      String(all.length),
      ...[0.5, 0.9, 0.99, 1].map((part) => told(quantile(sorted, part), 1)),
    ];
  };
  console.log(
    show([
      ['queries, 100/s', 'answered', 'p50', 'p90', 'p99', 'most'],
      row('alone', times.alone),
      row(`beside ${values.readers} readers`, times.beside),
    ]),
  );
}

/** Readers that read no more, beside one that does. */
async function stopped(): Promise<void> {
  await using started = await world(200);
  const { gateway } = started;
  const reader = await openReader(gateway.url, wide);
  const idle = await openAll(gateway.url, Number(values.stopped), wide);
  const before = residentMib(gateway.pid) ?? Number.NaN;
  for (const stopping of idle) stopping.stopReading();
  const rows = [['second', 'MiB', 'closed', 'results', 'lag p99', 'query p99']];
  for (let second = 0; second < seconds; second += 10) {
    const seen = reader.lagsMs.length;
    const asked = await queries(gateway.url, 20, 10);
    const lags = ascending(reader.lagsMs.slice(seen));
    rows.push([
      String(second + 10),
      told(residentMib(gateway.pid) ?? Number.NaN),
      String(idle.filter((other) => other.isClosed()).length),
      String(lags.length),
      told(quantile(lags, 0.99)),
      told(quantile(asked, 0.99)),
    ]);
  }
  console.log(`Before they stop: ${told(before)} MiB\n${show(rows)}`);
  for (const other of [reader, ...idle]) other.leave();
}

/** A gateway that is told to end. */
async function drain(): Promise<void> {
  await using started = await world();
  const { gateway } = started;
  const readers = await openAll(gateway.url, Number(values.drained));
  const startedAt = performance.now();
  gateway.signal('SIGTERM');
  while (!readers.every((reader) => reader.isClosed())) {
    if (performance.now() - startedAt > drainMs) throw new Error('Streams outlast DRAIN_MS.');
    await pause(10);
  }
  const complete = readers.filter((reader) => reader.isComplete()).length;
  console.log(
    `Told to end with ${readers.length} streams: ${complete} completed, all closed after ${told(performance.now() - startedAt)} ms`,
  );
  if (complete < readers.length) throw new Error('Some broke off.');
}

const parts = { many, beside, stopped, drain };
for (const [name, run] of Object.entries(parts))
  if (positionals.length === 0 || positionals.includes(name)) await run();
