import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { startChildProcess } from '../support/child-process.ts';
import { type LiveReader, openReader } from './live-readers.ts';
import { startLocalGateway } from './local-gateway.ts';
import { madeAccount } from './made-accounts.ts';
import { arrivals } from './open-loop.ts';
import { alignRows } from './table.ts';

export const narrow = 'subscription { account { totalEq } }';
export const drainMs = 5_000;

/** A gateway of one account, before an exchange in another process whose figures are never the same. */
export async function startLive(currencies = 1) {
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

export async function openAll(url: string, count: number, query = narrow): Promise<LiveReader[]> {
  const readers: LiveReader[] = [];
  for (let at = 0; at < count; at += 50) {
    const some = Array.from({ length: Math.min(50, count - at) }, () => openReader(url, query));
    readers.push(...(await Promise.all(some)));
  }
  await pause(2_000);
  return readers;
}

export const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
export const show = (rows: readonly (readonly string[])[]) =>
  alignRows(rows, (column) => column > 0);
export const ascending = (times: readonly number[]) => times.toSorted((a, b) => a - b);
export const told = (figure: number, digits = 0) => figure.toFixed(digits);

/** Queries at random times, for so long; their times in milliseconds, in order. */
export async function queries(
  url: string,
  perSecond: number,
  forSeconds: number,
): Promise<number[]> {
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
