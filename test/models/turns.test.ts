import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Turns } from '../../src/budget/turns.ts';
import { FairShare } from '../../src/loading/fair-share.ts';
import { createManualClock } from '../support/manual-clock.ts';

const weights = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 2, maxLength: 6 });
const limit = { calls: 20, windowMs: 2_000 };

/** Has one taker after the other have a call, each time the one whose turn it is of those who want one. */
function serve(takers: readonly number[], wants: (taker: number, call: number) => boolean) {
  const turns = new Turns();
  const served = takers.map(() => 0);
  return {
    served,
    run(calls: number): void {
      for (let call = 0; call < calls; call += 1) {
        const [next] = takers
          .map((weight, taker) => ({ taker, weight, tag: turns.startTagOf(`${taker}`) }))
          .filter(({ taker }) => wants(taker, call))
          .toSorted((one, other) => one.tag - other.tag);
        if (!next) continue;
        turns.spend([{ taker: `${next.taker}`, part: 1, weight: next.weight }]);
        served[next.taker] = (served[next.taker] ?? 0) + 1;
      }
    },
  };
}

describe('turns', () => {
  test('give all who always want something calls by their weights, never more than a call apart', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 400 }), (takers, calls) => {
        const { served, run } = serve(takers, () => true);
        run(calls);
        for (const [one, weight] of takers.entries()) {
          for (const [other, otherWeight] of takers.entries()) {
            const apart = (served[one] ?? 0) / weight - (served[other] ?? 0) / otherWeight;
            expect(Math.abs(apart)).toBeLessThanOrEqual(1 / weight + 1 / otherWeight);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('do not have those who come later wait for what others had before, nor those for them', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 200 }), (takers, before) => {
        // The last comes when the others have had so many calls.
        const last = takers.length - 1;
        const { served, run } = serve(takers, (taker, call) => taker !== last || call >= before);
        run(before);
        const had = [...served];
        const later = serve(takers, (taker, call) => taker !== last || call >= before);
        later.run(before + 60);
        const since = later.served.map((calls, taker) => calls - (had[taker] ?? 0));
        for (const [one, weight] of takers.entries()) {
          const apart = (since[one] ?? 0) / weight - (since[last] ?? 0) / (takers[last] ?? 1);
          expect(Math.abs(apart)).toBeLessThanOrEqual(1 / weight + 1 / (takers[last] ?? 1) + 1e-9);
        }
      }),
      { numRuns: 300 },
    );
  });
});

test('of takers who come but once, however many, few are remembered, and they keep nobody out for ever', () => {
  const turns = new Turns();
  const spend = (taker: string, weight = 1) => turns.spend([{ taker, part: 1, weight }]);
  const newcomers = Array.from({ length: 10_000 }, (_, index) => `new${index}`);
  spend('light', 0.02);
  expect(turns.leadOf('light')).toBe(50);
  for (const taker of newcomers) spend(taker);
  const ahead = newcomers.filter((taker) => turns.leadOf(taker) > 0);
  expect(ahead.length).toBeLessThanOrEqual(128);
  expect(turns.leadOf('light')).toBe(0);
});

const use = fc.record({ calls: fc.integer({ min: 1, max: 60 }), weight: fc.constantFrom(1, 2, 3) });

describe('leases are kept', () => {
  test('from nobody while there is enough for all', () => {
    fc.assert(
      fc.property(fc.array(use, { maxLength: 8 }), (wants) => {
        fc.pre(wants.reduce((sum, { calls }) => sum + calls, 0) <= limit.calls);
        const fairShare = new FairShare(limit, createManualClock());
        const byTaker = new Map(wants.map((want, taker) => [`${taker}`, want]));
        expect([...fairShare.note([], byTaker).greedy]).toEqual([]);
      }),
    );
  });

  test('from nobody who has less than its part by weight', () => {
    const inUse = fc.array(fc.nat(7), { maxLength: limit.calls });
    fc.assert(
      fc.property(fc.array(use, { minLength: 1, maxLength: 8 }), inUse, (wants, users) => {
        const fairShare = new FairShare(limit, createManualClock());
        const byTaker = new Map(wants.map((want, taker) => [`${taker}`, want]));
        const charges = users
          .map((user) => user % wants.length)
          .map((user) => [{ taker: `${user}`, part: 1, weight: wants[user]?.weight ?? 1 }]);
        const { held } = fairShare.note(charges, byTaker);
        const weight = wants.reduce((sum, want) => sum + want.weight, 0);
        for (const taker of held) {
          const own = charges.filter(([charge]) => charge?.taker === taker).length;
          expect(own / limit.calls).toBeGreaterThanOrEqual(
            (byTaker.get(taker)?.weight ?? 1) / weight,
          );
        }
      }),
    );
  });

  test('not from callers who all want as much as each other, however much that is', () => {
    const fairShare = new FairShare(limit, createManualClock());
    const wants = new Map(['a', 'b', 'c'].map((taker) => [taker, { calls: 9, weight: 1 }]));
    expect(fairShare.note([], wants).greedy.size).toBe(0);
  });
});
