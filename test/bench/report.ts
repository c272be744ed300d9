import { inspect } from 'node:util';
import { endpoints } from '../../src/endpoints/endpoints.ts';
import type { SimulatedCall } from '../../src/simulator/exchange.ts';
import { busiestWindow } from '../support/windows.ts';
import type { Tally } from './clients.ts';

/** What the exchange saw of one account at one endpoint. */
interface Traffic {
  readonly endpoint: string;
  readonly account: string;
  readonly calls: number;
  /** Turned away as one too many (50011). */
  readonly refused: number;
  /** Failed for any other reason. */
  readonly failed: number;
  /** Most calls that arrived within any window. */
  readonly busiest: number;
  readonly limit: number;
  /** Calls that named no key. */
  readonly whole: number;
  /** Keys of an average call that named some. */
  readonly keys: number;
  /** The most keys that one call can name. */
  readonly mostKeys: number;
}

/** By endpoint and account, what arrived at the exchange, by its own clock. */
export function trafficOf(calls: readonly SimulatedCall[]): readonly Traffic[] {
  return endpoints.flatMap(({ declaration: { name: endpoint, limit, keys } }) => {
    const arrived = calls.filter((call) => call.endpoint === endpoint);
    const mostKeys = Math.max(...Object.values(keys).map((list) => list?.max ?? 0));
    const byAccount = Map.groupBy(arrived, ({ accountId }) => accountId ?? 'unknown');
    return [...byAccount]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([account, own]) => {
        const named = own.map(({ target }) => keysIn(target)).filter((count) => count > 0);
        const average = named.reduce((sum, count) => sum + count, 0) / (named.length || 1);
        return {
          endpoint,
          account,
          calls: own.length,
          refused: own.filter(({ code }) => code === '50011').length,
          failed: own.filter(({ code }) => code !== '50011' && code !== '0').length,
          busiest: busiestWindow(own, endpoint, limit.windowMs),
          limit: limit.calls,
          whole: own.length - named.length,
          keys: Math.round(average * 10) / 10,
          mostKeys,
        };
      });
  });
}

/** Prints what happened, as the clients and as the exchange saw it. */
export function printReport(traffic: readonly Traffic[], tally: Tally): void {
  const { latencies, right, wrong, errors, failed, tookMs } = tally;
  const all = latencies.length + failed;
  console.table(
    Object.fromEntries(
      traffic.map(({ endpoint, account, ...figures }) => [`${endpoint} of ${account}`, figures]),
    ),
  );
  console.log(`
requests   ${all}, ${((all / tookMs) * 1_000).toFixed(0)} per second
right      ${right} answers, success share ${percent(right, all)}
wrong      ${wrong.length} answers
errors     ${failed} requests${[...errors].map(([code, count]) => `, ${code} ${count}`).join('')}
latency    ${latencyLine(latencies)}
           A closed loop: no client asks again before it has its answer, so a slow gateway is asked less often.`);
  for (const { question, answer } of wrong.slice(0, 3)) {
    console.log('\nA wrong answer:', inspect({ ...question, answer }, { depth: 8 }));
  }
}

/** What must not have happened, a line each. */
export function faultsOf(traffic: readonly Traffic[], tally: Tally): readonly string[] {
  const where = ({ endpoint, account }: Traffic) => `${endpoint} of ${account}`;
  const faults = traffic.flatMap((own) => [
    own.busiest > own.limit &&
      `${own.busiest} calls of ${where(own)} arrived in one window; the limit is ${own.limit}`,
    own.refused > 0 && `the exchange turned away ${own.refused} calls of ${where(own)}`,
    own.failed > 0 && `${own.failed} calls of ${where(own)} failed`,
  ]);
  return [
    ...faults,
    tally.failed > 0 && `${tally.failed} requests met an error`,
    tally.wrong.length > 0 && `${tally.wrong.length} answers are wrong`,
    tally.right === 0 && 'nothing was answered',
  ].filter((fault) => fault !== false);
}

/** How many keys the query string of a call names. */
function keysIn(target: string): number {
  const list = /[?&](?:ccy|instId)=([^&]+)/.exec(target)?.[1];
  return list?.split(',').length ?? 0;
}

function latencyLine(latencies: readonly number[]): string {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number): string => {
    const value = sorted[Math.ceil(share * sorted.length) - 1];
    return value === undefined ? '-' : `${value.toFixed(0)} ms`;
  };
  return `p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, max ${at(1)}`;
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${((part / whole) * 100).toFixed(2)} %`;
