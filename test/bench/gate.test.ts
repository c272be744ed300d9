import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createBed } from './bed.ts';
import type { Allocations } from './gate/allocations.ts';
import type { Held } from './gate/held.ts';

// What a busy machine does not change. Bounds have slack: what breaks one has made something half as dear again.

/** Bytes of a query, as they were when these bounds were set, and how much may come to them. */
const allocated: Allocations = { called: 157_200, kept: 8_100 };
const slack = 1.5;
/** Bytes that an account holds once it has been asked for, as they were when this was set. */
const heldByAccount = 7_800;
/** It was two to three times when this was set. */
const leastGain = 1.3;

const run = promisify(execFile);

/** In a process of its own, where nothing measures coverage or has compiled something for other queries. */
async function printed(script: string, flags: readonly string[] = []): Promise<unknown> {
  const path = fileURLToPath(new URL(`gate/${script}`, import.meta.url));
  const { stdout } = await run(process.execPath, [...flags, path], { env: {} });
  return JSON.parse(stdout);
}

const details = (length: number) =>
  JSON.stringify({
    query: 'query ($ccy: [ID!]) { account { details(ccy: $ccy) { eq } } }',
    variables: { ccy: Array.from({ length }, (_, index) => `C${index}`) },
  });
const total = JSON.stringify({ query: '{ account { totalEq } }' });
const everybody = JSON.stringify({ query: '{ accounts { totalEq details(ccy: "C1") { eq } } }' });

/** What is asked at once, and the calls of that and of the same once more. */
const sequence: readonly (readonly [bodies: readonly string[], first: number, again: number])[] = [
  [[details(1)], 1, 0],
  [[details(20)], 1, 0],
  [[details(200)], 10, 0],
  [[details(3), details(20), details(12)], 1, 0],
  [[details(3), total], 2, 0],
  // The account as a whole, which holds none of the currency, and the currency by its name.
  [[everybody], 6, 0],
  [Array.from({ length: 50 }, () => details(3)), 1, 0],
];

test('a sequence of queries takes as many calls as it did', async () => {
  const bed = createBed(3);
  const callsOf = async (bodies: readonly string[]): Promise<number> => {
    const before = bed.calls();
    for (const answer of await bed.waitFor(Promise.all(bodies.map(bed.ask)))) {
      expect(JSON.parse(answer)).not.toHaveProperty('errors');
    }
    return bed.calls() - before;
  };
  const taken: (readonly [bodies: readonly string[], first: number, again: number])[] = [];
  for (const [bodies] of sequence) {
    await bed.moveOn();
    taken.push([bodies, await callsOf(bodies), await callsOf(bodies)]);
  }
  expect(taken).toEqual(sequence);
});

test('a query allocates about as much as it did', async () => {
  const young = ['--min-semi-space-size=256', '--max-semi-space-size=256'];
  const bytes = await printed('allocations.ts', ['--expose-gc', ...young]);
  expect(bytes).toEqual({ called: expect.any(Number), kept: expect.any(Number) });
  const { called, kept } = bytes as Allocations;
  expect(called / allocated.called).toBeLessThan(slack);
  expect(kept / allocated.kept).toBeLessThan(slack);
});

test('an account that was asked for holds about as much as it did', async () => {
  const { bytes } = (await printed('held.ts', ['--expose-gc'])) as Held;
  expect(bytes / heldByAccount).toBeLessThan(slack);
});

test('a plan takes much less processor time than the graphql package', async () => {
  const { gain } = (await printed('plan-gain.ts')) as { readonly gain: number };
  expect(gain).toBeGreaterThan(leastGain);
});
