import { fileURLToPath } from 'node:url';
import { defaultAccounts } from '../../../src/simulator/accounts.ts';
import { type ChildProcess, startChildProcess } from '../../support/child-process.ts';
import type { Burst } from '../burst-clients.ts';
import { type GatewayKind, startLocalGateway } from '../local-gateway.ts';
import { type Result, resultOf } from '../scenario.ts';

const queries = 1_000;
/** After the first, which finds a gateway that has answered nothing yet. */
const repeats = 3;
/** Of a gateway whose code is compiled; the first takes as long as that takes. */
const withinMs = 700;
/** Times the fewest calls that the keys of a burst need. */
const mostTimes = 1.2;

/** Very many queries at one moment; clients, gateway and exchange are processes of their own, as where they are used. */
export async function runLargeBursts(kind: GatewayKind): Promise<readonly Result[]> {
  await using cleanUp = new AsyncDisposableStack();
  const exchange = cleanUp.use(await startBeside('burst-exchange.ts', []));
  const [exchangeUrl = '', reportUrl = ''] = exchange.told.split(' ');
  const accounts = defaultAccounts.slice(0, 1);
  const gateway = cleanUp.use(
    await startLocalGateway({ kind, accounts, exchangeUrl, callers: [] }),
  );
  const asked = [gateway.url, reportUrl, String(queries), String(1 + repeats)];
  const clients = cleanUp.use(await startBeside('burst-clients.ts', asked));
  const [first, ...others]: readonly Burst[] = JSON.parse(clients.told);
  if (!first) throw new Error('The clients tell of no burst.');
  return [
    resultOfBursts(`the first burst of ${queries}`, kind, [first], null),
    resultOfBursts(`bursts of ${queries}`, kind, others, withinMs),
  ];
}

function resultOfBursts(
  name: string,
  kind: GatewayKind,
  bursts: readonly Burst[],
  mostMs: number | null,
): Result {
  const samples = bursts.flatMap((burst) => burst.samples);
  const calls = bursts.flatMap((burst) => burst.calls);
  const fewest = bursts.reduce((sum, burst) => sum + burst.fewest, 0);
  const times = calls.length / fewest;
  const latestMs = Math.max(...samples.map(({ tookMs }) => tookMs));
  const failed = samples.filter(({ outcome }) => outcome !== 'right').length;
  return resultOf({
    name,
    kind,
    samples,
    calls,
    remarks: [
      `all within ${latestMs.toFixed(0)} ms; ${fewest} calls possible, ${times.toFixed(1)} times as many made`,
    ],
    wanted: `every query answered${mostMs === null ? '' : ` within ${mostMs} ms`}, by at most ${mostTimes} times the calls possible`,
    misses: [
      failed > 0 && `${failed} queries were not answered`,
      mostMs !== null && latestMs > mostMs && `the last answer took ${latestMs.toFixed(0)} ms`,
      times > mostTimes && `${calls.length} calls where ${fewest} would do`,
    ],
  });
}

async function startBeside(script: string, args: readonly string[]): Promise<ChildProcess> {
  return startChildProcess({
    command: process.execPath,
    args: [fileURLToPath(new URL(`../${script}`, import.meta.url)), ...args],
    environment: {},
    folder: process.cwd(),
    ready: /^Ready (.+)$/,
  });
}
