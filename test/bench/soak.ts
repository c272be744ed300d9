import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { defaultAccounts } from '../../src/simulator/accounts.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { drawFault } from '../simulation/conditions.ts';
import { createOracle } from '../support/oracle.ts';
import { freePort } from '../support/free-port.ts';
import type { Sample } from './ask.ts';
import { drawOne } from './draws.ts';
import { readFacts } from './expectations.ts';
import { probeHeap } from './heap-of.ts';
import { arrivals } from './open-loop.ts';
import { createStandardQuestions } from './standard-questions.ts';
import { seed, startTestBed } from './test-bed.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    rate: { type: 'string', default: '200' },
  },
});
const minutes = Number(values.minutes);
const rate = Number(values.rate);
const mostDriftMib = 20;
/** What the code needs to be compiled and the windows to be filled; from then on nothing may grow. */
const settledAfterMinutes = Math.min(5, minutes / 4);
const faultEveryMs = 5_000;

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
const { signal } = stop;
const port = await freePort();
const adminPort = await freePort();
await using bed = await startTestBed({
  kind: 'this gateway',
  signal,
  environments: [
    {
      NODE_OPTIONS: `--inspect=127.0.0.1:${port}`,
      ADMIN_PORT: String(adminPort),
    },
  ],
});
const [gateway] = bed.gateways;
if (!gateway) throw new Error('no gateway');
const { pid } = gateway;
using heap = await probeHeap(port);
const [account] = defaultAccounts;
const facts = await readFacts(account?.id ?? '', createOracle(seed));
const drawQuestion = createStandardQuestions(facts);
const draw = createRandomness(7);
const outcomes = new Map<Sample['outcome'], number>();
const times: number[] = [];

function sockets(): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((fd) => {
    try {
      return readlinkSync(`${folder}/${fd}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;
}

/** Something goes wrong at the exchange each five seconds, and passes: nothing that would make an answer a wrong one. */
async function makeTrouble(): Promise<void> {
  while (!signal.aborted) {
    const { kind, spoils } = drawFault(draw);
    const remove = spoils
      ? undefined
      : bed.exchange.inject({ kind, share: draw(), delayMs: draw() * 4_000, keys: ['BTC'] });
    await pause(drawOne([1_000, 2_000, faultEveryMs], draw) ?? faultEveryMs);
    remove?.();
    await pause(faultEveryMs);
  }
}

async function ask(): Promise<void> {
  const { outcome, tookMs } = await bed.ask(drawQuestion(draw));
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  times.push(tookMs);
}

/** Asks for a minute. */
async function askOn(): Promise<void> {
  const start = performance.now();
  const asked: Promise<void>[] = [];
  for (const dueMs of arrivals(rate, 60, draw)) {
    const waitMs = start + dueMs - performance.now();
    if (waitMs > 0) await pause(waitMs, undefined, { signal });
    asked.push(ask());
  }
  await Promise.all(asked);
}

void makeTrouble();
const heaps: number[] = [];
const opened: number[] = [];
for (let minute = 1; minute <= minutes; minute += 1) {
  await askOn();
  const mib = await heap.collected();
  const open = sockets();
  if (minute >= settledAfterMinutes) {
    heaps.push(mib);
    opened.push(open);
  }
  times.sort((one, other) => one - other);
  const p99 = Math.round(times[Math.floor(times.length * 0.99)] ?? 0);
  const told = [...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ');
  process.stdout.write(
    `minute ${minute}: heap ${mib.toFixed(1)} MiB, ${open} sockets, p99 ${p99} ms, ${told}\n`,
  );
  times.length = 0;
}
stop.abort();
const drift = Math.max(...heaps) - Math.min(...heaps);
const isFlat = drift <= 2 * mostDriftMib && !outcomes.has('wrong');
process.stdout.write(
  `${isFlat ? 'flat' : 'FAILED'}: heap ${Math.min(...heaps).toFixed(1)} to ${Math.max(...heaps).toFixed(1)} MiB after collection, ` +
    `sockets ${Math.min(...opened)} to ${Math.max(...opened)}, calls ${bed.exchange.calls.length}\n`,
);
process.exitCode = isFlat ? 0 : 1;
