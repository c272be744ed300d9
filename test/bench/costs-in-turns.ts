import type { Execute } from '../../src/execution/execution.ts';
import { context } from './rows-at-hand.ts';

const rounds = 15;
const usOfARound = 60_000;

/** Microseconds of processor time of each of two ways of executing. They take turns, since what else a machine does is not the same all the time. */
export async function costsInTurns(
  contenders: readonly [one: Execute, other: Execute],
  variables: object,
): Promise<readonly [one: number, other: number]> {
  const costs: [number[], number[]] = [[], []];
  let times = 20;
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, execute] of contenders.entries()) {
      costs[at]?.push(await costOf(execute, variables, times));
    }
    times = Math.ceil(usOfARound / Math.max(...costs.map((all) => all.at(-1) ?? 1)));
  }
  return [medianOf(costs[0]), medianOf(costs[1])];
}

async function costOf(execute: Execute, variables: object, times: number): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) {
    const { data = '' } = await execute(context, { ...variables });
    // A text that was joined of parts is put together when it is sent.
    Buffer.byteLength(data);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

const medianOf = (all: readonly number[]): number =>
  all.toSorted((one, other) => one - other)[all.length >> 1] ?? Number.NaN;
