import { setImmediate as turnOver } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createSlices } from '../../../src/server/in-slices.ts';

/** What is written of so many, by the turns of the event loop until all of it is. */
async function byTurns(count: number, bytes: number): Promise<number[]> {
  const inSlices = createSlices();
  const written: number[] = [];
  for (let at = 0; at < count; at += 1) inSlices(bytes, () => written.push(at));
  const turns = [written.length];
  while (written.length < count) {
    const before = written.length;
    await turnOver();
    turns.push(written.length - before);
  }
  expect(written).toEqual(Array.from({ length: count }, (_none, at) => at));
  return turns.filter((one) => one > 0);
}

test('few are written to at once', async () => {
  expect(await byTurns(10, 100)).toEqual([10]);
});

test('of many, some in each turn of the event loop, and the network is heard in between', async () => {
  const turns = await byTurns(1_000, 100);
  expect(Math.max(...turns)).toBeLessThan(20);
  expect(turns.length).toBeLessThan(100);
});

test('of what is large, fewer', async () => {
  expect(await byTurns(20, 100_000)).toEqual(
    Array.from({ length: 7 }, (_none, at) => (at < 6 ? 3 : 2)),
  );
  expect(await byTurns(4, 4 * 2 ** 20)).toEqual([1, 1, 1, 1]);
});

test('the next who comes does not pass by those who wait', async () => {
  const inSlices = createSlices();
  const written: string[] = [];
  inSlices(2 ** 20, () => written.push('first'));
  inSlices(1, () => written.push('second'));
  inSlices(1, () => written.push('third'));
  expect(written).toEqual(['first']);
  await turnOver();
  expect(written).toEqual(['first', 'second', 'third']);
});
