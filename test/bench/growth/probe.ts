import { deepStrictEqual, equal } from 'node:assert/strict';
import type { Bed } from '../bed.ts';

/** Something of one size that can be asked again and again. */
export interface Probe {
  /** How much there is of what the cost is held against, such as keys. */
  readonly size: number;
  /** Calls of the exchange that it takes each time. */
  readonly calls: number;
  readonly bed: Bed;
  /** Bodies that are sent at once. */
  readonly bodies: readonly string[];
  /** The data of all answers, in the same order. */
  readonly expected: readonly unknown[];
}

/** What came out for one size. */
export interface Point {
  readonly size: number;
  readonly calls: number;
  /** Microseconds of processor time, of all threads. */
  readonly us: number;
}

const rounds = 7;
/** Of what takes long by itself, so that all does not take minutes. */
const roundsOfLong = 3;
const usOfALong = 400_000;
const usOfARound = 60_000;
const mostTimes = 200;

/** Costs of all sizes; they come by turns, since what else a machine does is not the same all the time. */
export async function measure(probes: readonly Probe[]): Promise<readonly Point[]> {
  for (const probe of probes) await check(probe);
  const costs = probes.map((): number[] => []);
  const times = probes.map(() => 5);
  // The first round tells how long it takes, and compiles.
  for (let round = -1; round < rounds; round += 1) {
    for (const [at, probe] of probes.entries()) {
      const [known = 0] = costs[at] ?? [];
      if (known > usOfALong && round >= roundsOfLong) continue;
      const us = await costOf(probe, times[at] ?? 1);
      times[at] = Math.min(mostTimes, Math.ceil(usOfARound / us));
      if (round >= 0) costs[at]?.push(us);
    }
  }
  for (const probe of probes) await check(probe);
  return probes.map(({ size, calls }, at) => ({ size, calls, us: medianOf(costs[at] ?? []) }));
}

/** @throws AssertionError where an answer is wrong, or takes another number of calls */
async function check({ bed, bodies, calls, expected }: Probe): Promise<void> {
  await bed.moveOn();
  const before = bed.calls();
  const answers = await Promise.all(bodies.map(bed.ask));
  deepStrictEqual(
    answers.map((answer): unknown => JSON.parse(answer)),
    expected.map((data) => ({ data })),
  );
  equal(bed.calls() - before, calls);
}

/** Microseconds of processor time for each time. */
async function costOf({ bed, bodies }: Probe, times: number): Promise<number> {
  let us = 0;
  for (let time = 0; time < times; time += 1) {
    await bed.moveOn();
    const before = process.cpuUsage();
    await Promise.all(bodies.map(bed.ask));
    const { user, system } = process.cpuUsage(before);
    us += user + system;
  }
  return us / times;
}

const medianOf = (all: readonly number[]): number =>
  all.toSorted((one, other) => one - other)[all.length >> 1] ?? Number.NaN;
