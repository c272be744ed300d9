import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { startChildProcess } from '../support/child-process.ts';
import { freePort } from '../support/free-port.ts';
import { type HeapProbe, probeHeap } from './heap-of.ts';
import { type LocalGateway, startLocalGateway } from './local-gateway.ts';
import { type AccountCalls, amountOf, idOf, madeAccount } from './made-accounts.ts';
import { residentMib } from './memory.ts';
import { alignRows } from './table.ts';

// How many accounts one process holds, and what a query over all of them costs: before an exchange in another process that
// answers after 20 ms. Answers are looked at first: a wrong one ends the run.

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1,100,1000,5000,10000' },
    asked: { type: 'string', default: '5000' },
    page: { type: 'string', default: '1000' },
    'at-once': { type: 'string', default: '5' },
    'answer-after': { type: 'string', default: '20' },
  },
});
const sizes = values.accounts.split(',').map(Number);
/** Of more accounts nothing but the memory is measured. */
const mostAsked = Number(values.asked);
const page = Number(values.page);
const atOnce = Number(values['at-once']);
const deadlineMs = 10_000;
/** Whatever hangs, a run of one size ends. */
const mostMs = 120_000;

interface Figures {
  readonly accounts: number;
  readonly heapMib: number;
  readonly residentMib: number;
  readonly asked: Asked | null;
}

interface Asked {
  readonly firstMs: number;
  readonly againMs: number;
  /** Of a processor, for the first answer to all. */
  readonly processorMs: number;
  readonly peakMib: number;
  /** Of the heap, right after the first answer to all. */
  readonly heldMib: number;
  readonly sockets: number;
  readonly blockMs: number;
  /** Of a processor: on a busy machine a process stands still for other reasons, too. */
  readonly turnMs: number;
  readonly exchange: AccountCalls;
}

async function measure(accounts: number): Promise<Figures> {
  await using cleanUp = new AsyncDisposableStack();
  const exchange = cleanUp.use(
    await startChildProcess({
      command: process.execPath,
      args: [fileURLToPath(new URL('accounts-exchange.ts', import.meta.url))],
      environment: { ANSWER_AFTER_MS: values['answer-after'] },
      folder: process.cwd(),
      ready: /^Ready (\S+)$/,
    }),
  );
  const port = await freePort();
  const gateway = cleanUp.use(
    await startLocalGateway({
      kind: 'this gateway',
      accounts: Array.from({ length: accounts }, (_, index) => madeAccount(index)),
      exchangeUrl: exchange.told,
      callers: [],
      environment: {
        DEADLINE_MS: String(deadlineMs),
        NODE_OPTIONS: `--inspect=127.0.0.1:${port}`,
      },
    }),
  );
  const heap = cleanUp.use(await probeHeap(port));
  // A window after the start nobody else may have used the limits any more.
  await pause(3_000);
  const heapMib = await heap.collected();
  const resident = residentMib(gateway.pid) ?? Number.NaN;
  const asked = accounts <= mostAsked ? await askAll(accounts, gateway, heap, exchange.told) : null;
  return { accounts, heapMib, residentMib: resident, asked };
}

async function askAll(
  accounts: number,
  gateway: LocalGateway,
  heap: HeapProbe,
  exchangeUrl: string,
): Promise<Asked> {
  await heap.valueOf(watchLoop);
  let peakMib = 0;
  let sockets = 0;
  const watching = setInterval(() => {
    peakMib = Math.max(peakMib, residentMib(gateway.pid) ?? Number.NaN);
    sockets = Math.max(sockets, socketsOf(gateway.pid));
  }, 50);
  try {
    const before = await heap.valueOf(processorMs);
    const firstMs = await askPages(accounts, gateway.url);
    const processor = (await heap.valueOf(processorMs)) - before;
    const [firstBlockMs, firstTurnMs] = [await heap.valueOf(blockMs), await heap.valueOf(turnMs)];
    const heldMib = await heap.collected();
    const exchange: AccountCalls = await (await fetch(`${exchangeUrl}/report`)).json();
    if (exchange.calls !== accounts || exchange.accounts !== accounts) {
      throw new Error(`${exchange.calls} calls for ${exchange.accounts} of ${accounts} accounts`);
    }
    // A window later, with code that is compiled.
    await pause(4_000);
    // To have all garbage collected at once, as has just been done, holds the loop for longer than anything that is asked.
    await heap.valueOf(forgetBlocks);
    const againMs = await askPages(accounts, gateway.url);
    return {
      firstMs,
      againMs,
      processorMs: processor,
      peakMib,
      heldMib,
      sockets,
      blockMs: Math.max(firstBlockMs, await heap.valueOf(blockMs)),
      turnMs: Math.max(firstTurnMs, await heap.valueOf(turnMs)),
      exchange,
    };
  } finally {
    clearInterval(watching);
  }
}

const processorMs = '(({ user, system }) => (user + system) / 1e3)(process.cpuUsage())';

const watchLoop = `
  globalThis.loopDelay = process.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay({ resolution: 1 });
  globalThis.loopDelay.enable();
  globalThis.longestTurnMs = 0;
  let before = process.threadCpuUsage();
  setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    globalThis.longestTurnMs = Math.max(globalThis.longestTurnMs, (user + system) / 1e3);
    before = process.threadCpuUsage();
  }, 1).unref();
  1`;

const blockMs = 'globalThis.loopDelay.max / 1e6';
const turnMs = 'globalThis.longestTurnMs';
const forgetBlocks = 'globalThis.loopDelay.reset(); globalThis.longestTurnMs = 0';

/** Asks for all accounts, some pages at once, as clients of one gateway would. Unit: milliseconds. */
async function askPages(accounts: number, url: string): Promise<number> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: atOnce, headersTimeout: 60_000 });
  const start = performance.now();
  const starts = Array.from({ length: Math.ceil(accounts / page) }, (_, index) => index * page);
  await Promise.all(
    starts.map(async (from) => {
      const body = JSON.stringify(queryOf(from));
      const headers = { 'content-type': 'application/json' };
      const answer = await pool.request({ method: 'POST', path, headers, body });
      const { data, errors } = (await answer.body.json()) as {
        readonly data?: { readonly accounts: readonly { id: string; totalEq: string }[] };
        readonly errors?: readonly { readonly message: string }[];
      };
      if (errors) throw new Error(`${errors.length} errors, the first: ${errors[0]?.message}`);
      const length = Math.min(page, accounts - from);
      const expected = Array.from({ length }, (_, index) => ({
        id: idOf(from + index),
        totalEq: amountOf(from + index),
      }));
      if (JSON.stringify(data?.accounts) !== JSON.stringify(expected)) {
        throw new Error(`a wrong answer from account ${from} on`);
      }
    }),
  );
  const tookMs = performance.now() - start;
  await pool.close();
  return tookMs;
}

const queryOf = (from: number) => ({
  query:
    'query Page($first: Int!, $after: ID) { accounts(first: $first, after: $after) { id totalEq } }',
  variables: { first: page, ...(from > 0 && { after: idOf(from - 1) }) },
});

function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((fd) => {
    try {
      return readlinkSync(`${folder}/${fd}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;
}

const late = (accounts: number) =>
  pause(mostMs, undefined, { ref: false }).then(() => {
    throw new Error(`${accounts} accounts took longer than ${mostMs} ms`);
  });

const header = [
  'Accounts',
  'Heap',
  'KB each',
  'RSS',
  'Asked first',
  'again',
  'Processor',
  'RSS at most',
  'Heap after',
  'Sockets',
  'Connections',
  'Longest block',
  'of a processor',
  'Calls',
];
const figures: Figures[] = [];
for (const size of sizes) {
  figures.push(await Promise.race([measure(size), late(size)]));
  process.stdout.write(`${size} accounts measured\n`);
}
const [least] = figures;
const rows = figures.map(({ accounts, heapMib, residentMib: resident, asked }) => [
  String(accounts),
  `${heapMib.toFixed(1)} MiB`,
  least && accounts > least.accounts
    ? (((heapMib - least.heapMib) * 1_024) / (accounts - least.accounts)).toFixed(1)
    : '-',
  `${resident.toFixed(0)} MiB`,
  ...(asked
    ? [
        `${asked.firstMs.toFixed(0)} ms`,
        `${asked.againMs.toFixed(0)} ms`,
        `${asked.processorMs.toFixed(0)} ms`,
        `${asked.peakMib.toFixed(0)} MiB`,
        `${asked.heldMib.toFixed(1)} MiB`,
        String(asked.sockets),
        String(asked.exchange.mostConnections),
        `${asked.blockMs.toFixed(0)} ms`,
        `${asked.turnMs.toFixed(0)} ms`,
        String(asked.exchange.calls),
      ]
    : Array.from({ length: 10 }, () => '-')),
]);
process.stdout.write(`${alignRows([header, ...rows], () => true)}\n`);
