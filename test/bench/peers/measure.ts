import { spawn } from 'node:child_process';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { residentMib } from '../memory.ts';
import { processorTimeMs } from '../processor-time.ts';
import { callsSoFar } from './agree.ts';
import type { Shape } from './shapes.ts';
import { loadCommand, type Side } from './sides.ts';

/** What came of one load on one server. */
export interface Measured {
  /** How many were answered in a second. */
  readonly perSecond: number;
  /** Requests that were not answered, or with errors. */
  readonly wrong: number;
  /** Microseconds of processor time for each query. */
  readonly cpuUs: number;
  /** Calls of the exchange for each query. */
  readonly calls: number;
  /** Milliseconds. */
  readonly p99: number;
  /** Resident at the end. */
  readonly mib: number;
}

export const connections = 64;

const loaded = z.object({ seconds: z.number(), wrong: z.number(), p99: z.number() });

/** Asks a server so many queries, by connections that each ask again when they have their answer. */
export async function measure(
  { pid, url }: Side,
  { bodies }: Shape,
  amount: number,
  exchangeUrl: string,
): Promise<Measured> {
  const calls = await callsSoFar(exchangeUrl);
  const cpuMs = processorTimeMs(pid) ?? 0;
  const { command, args } = loadCommand;
  const load = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  load.stdin.end(JSON.stringify({ url, connections, amount, bodies }));
  const { seconds, wrong, p99 } = loaded.parse(await json(load.stdout));
  return {
    perSecond: amount / seconds,
    wrong,
    cpuUs: (((processorTimeMs(pid) ?? 0) - cpuMs) * 1_000) / amount,
    calls: ((await callsSoFar(exchangeUrl)) - calls) / amount,
    p99,
    mib: residentMib(pid) ?? 0,
  };
}
