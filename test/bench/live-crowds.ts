import { fileURLToPath } from 'node:url';
import { startChildProcess } from '../support/child-process.ts';
import { ascending, quantile, queries, show, startLive, told } from './live-bed.ts';
import { openReader } from './live-readers.ts';
import { connectionsMib, residentMib } from './memory.ts';
import { processorTimeMs } from './processor-time.ts';

const wide = 'subscription { account { totalEq details { ccy eq cashBal availBal eqUsd uTime } } }';
const currencies = 200;
const perSecond = 50;
const stepSeconds = 10;

const crowds = ['none', 'reading', 'stopped'] as const;
type Crowd = (typeof crowds)[number];

interface Step {
  readonly cells: readonly string[];
  readonly queriesMs: readonly number[];
}

async function* beside(crowd: Crowd, count: number, seconds: number): AsyncGenerator<Step> {
  await using live = await startLive(currencies);
  const { gateway } = live;
  const reader = await openReader(gateway.url, wide);
  await using others = await startChildProcess({
    command: process.execPath,
    args: [fileURLToPath(new URL('live-crowd.ts', import.meta.url))],
    environment: { URL: gateway.url, READERS: crowd === 'none' ? '0' : String(count), QUERY: wide },
    folder: process.cwd(),
    ready: /^Ready (\S+)$/,
  });
  const report = async (path: string) =>
    (await (await fetch(`${others.told}${path}`)).json()) as { bytes: number; closed: number };
  await queries(gateway.url, perSecond, 3);
  await report(crowd === 'stopped' ? '/stop' : '/');
  for (let second = 0; second < seconds; second += stepSeconds) {
    const seen = reader.lagsMs.length;
    const before = processorTimeMs(gateway.pid) ?? Number.NaN;
    const queriesMs = await queries(gateway.url, perSecond, stepSeconds);
    const taken = (processorTimeMs(gateway.pid) ?? Number.NaN) - before;
    const lags = ascending(reader.lagsMs.slice(seen));
    const { bytes, closed } = await report('/');
    const cells = [
      `${crowd}, until ${second + stepSeconds} s`,
      ...[0.5, 0.99, 1].map((part) => told(quantile(queriesMs, part))),
      String(lags.length),
      ...[0.5, 1].map((part) => told(quantile(lags, part))),
      told(taken / stepSeconds / 10),
      ...[residentMib(gateway.pid), connectionsMib()].map((mib) => told(mib ?? Number.NaN)),
      String(closed),
      told(bytes / stepSeconds / 2 ** 20, 1),
    ];
    yield { cells, queriesMs };
  }
  reader.leave();
}

/**
 * Queries beside none but one reader, beside many that read a wide result each second, and beside as many that read no more:
 * each before a gateway of its own, in one run.
 */
export async function compareCrowds(count: number, seconds: number): Promise<void> {
  const head = [
    'beside',
    'query p50',
    'p99',
    'most',
    'results',
    'lag p50',
    'most',
    '% of a core',
    'MiB',
    'in connections',
    'closed',
    'MiB/s read',
  ];
  const rows = [head];
  const sums = [['beside', 'queries', 'p50', 'p90', 'p99', 'most']];
  for (const crowd of crowds) {
    const all: number[] = [];
    const forSeconds = crowd === 'stopped' ? seconds : Math.min(seconds, 60);
    for await (const { cells, queriesMs } of beside(crowd, count, forSeconds)) {
      rows.push([...cells]);
      all.push(...queriesMs);
    }
    const sorted = ascending(all);
    const parts = [0.5, 0.9, 0.99, 1].map((part) => told(quantile(sorted, part)));
    sums.push([crowd === 'none' ? crowd : `${count} ${crowd}`, String(all.length), ...parts]);
  }
  console.log(`${show(rows)}\n\n${show(sums)}`);
}
