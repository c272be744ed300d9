import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  ascending,
  drainMs,
  openAll,
  quantile,
  queries,
  show,
  startLive,
  told,
} from './live-bed.ts';
import { compareCrowds } from './live-crowds.ts';
import { residentMib } from './memory.ts';
import { processorTimeMs } from './processor-time.ts';

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

/** Many who watch one account, beside one who does. */
async function many(): Promise<void> {
  const rows = [
    ['readers', 'calls', 'results', 'lag p50', 'p99', 'most', 'µs each', 'MiB', 'MiB after'],
  ];
  for (const count of [1, Number(values.readers)]) {
    await using started = await startLive();
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
  await using started = await startLive();
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

/** Readers that read no more, beside as many who do. */
const stopped = async () => compareCrowds(Number(values.stopped), seconds);

/** A gateway that is told to end. */
async function drain(): Promise<void> {
  await using started = await startLive();
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
