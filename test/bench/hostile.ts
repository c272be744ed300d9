import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { systemClock } from '../../src/time/clock.ts';
import { spoilAnswers } from './hostile-answers.ts';
import { heapMb, startHostileBed } from './hostile-bed.ts';
import { sendHostile } from './hostile-run.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    warmup: { type: 'string', default: '30000' },
    seed: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '8' },
  },
});
const draw = createRandomness(Number(values.seed));
const exchange = createSimulatedExchange({ clock: systemClock, moving: false });
await using bed = await startHostileBed(spoilAnswers(exchange, 0.3, draw));
const { origin, pid } = bed;
const atOnce = Number(values['at-once']);

/** What the process holds, in megabytes. */
function residentMb(): number {
  const [, kb = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kb) / 1_024);
}

await sendHostile({ origin, exchange, requests: Number(values.warmup), atOnce, draw });
await pause(5_000);
const before = residentMb();
const since = performance.now();
const requests = Number(values.requests);
const { statuses, complaints, honestMs } = await sendHostile({
  origin,
  exchange,
  requests,
  atOnce,
  draw,
});
const seconds = (performance.now() - since) / 1_000;
const most = residentMb();
await pause(20_000);
const at = (part: number) => Math.round(honestMs[Math.floor((honestMs.length - 1) * part)] ?? 0);
process.stdout
  .write(`${requests} hostile requests in ${seconds.toFixed(0)} s, ${atOnce} at once, heap of ${heapMb} MB
statuses: ${[...statuses]
  .toSorted(([one], [other]) => one - other)
  .map(([status, count]) => `${status}: ${count}`)
  .join(', ')}
beside them ${honestMs.length} honest queries: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms
memory: ${before} MB before, ${most} MB at the end, ${residentMb()} MB after 20 s of peace
calls of the exchange: ${exchange.calls.length}
complaints: ${complaints.length}
${complaints.slice(0, 20).join('\n')}
`);
process.exitCode = complaints.length > 0 ? 1 : 0;
