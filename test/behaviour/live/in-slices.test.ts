import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSlices } from '../../../src/server/in-slices.ts';

const mostBytes = 2 ** 20;

test('what many are sent at one moment is all written, in its order, and a mebibyte of it at most in one turn of the event loop', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: mostBytes / 2 }), { maxLength: 60 }),
      fc.nat(5),
      async (sizes, later) => {
        const inSlices = createSlices();
        const written: number[] = [];
        let inTurn = 0;
        let most = 0;
        for (const [at, bytes] of sizes.entries()) {
          // Some come while others wait.
          if (later > 0 && at % 20 === later) {
            await nextTurn();
            inTurn = 0;
          }
          inSlices(bytes, () => {
            written.push(at);
            inTurn += bytes;
            most = Math.max(most, inTurn);
          });
        }
        while (written.length < sizes.length) {
          inTurn = 0;
          await nextTurn();
        }
        expect(written).toEqual(sizes.map((_, at) => at));
        // The one with which it becomes too much is written still; and what comes from a turn itself can meet what waited for it.
        expect(most).toBeLessThan((later > 0 ? 2 : 1) * mostBytes + mostBytes / 2);
      },
    ),
    { numRuns: 200 },
  );
});

test('what few are sent is written at once', () => {
  const inSlices = createSlices();
  let written = 0;
  for (let one = 0; one < 10; one += 1) inSlices(20_000, () => (written += 1));
  expect(written).toBe(10);
});
