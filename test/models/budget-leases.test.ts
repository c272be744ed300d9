import fc from 'fast-check';
import { describe, test } from 'vitest';
import { createBudget } from '../../src/budget/budget.ts';
import { followsModel, keepsLimit } from '../support/budget-model.ts';
import { loadModules, type SeededBug, testSeededBugs } from '../support/seeded-bugs.ts';

const seed = 20_261_123;

test('100 000 schedules: leases are given, counted and foretold as the model says', async () => {
  await fc.assert(followsModel(createBudget), { seed, numRuns: 100_000 });
});

test('100 000 schedules: no window holds more arrivals than the limit, whenever each call arrives', async () => {
  await fc.assert(keepsLimit(createBudget), { seed, numRuns: 100_000 });
});

describe('the exchange finds too many calls when', () => {
  hunt(keepsLimit, [
    {
      claim: 'a lease is free again a window after it was taken',
      complaint: /over the limit/,
      edits: [
        ['const charges = [...given];', 'const [charges, takenAt] = [[...given], clock.now()];'],
        ['freeAt: clock.now() +', 'freeAt: takenAt +'],
      ],
    },
    {
      claim: 'a lease is free again once its call is answered',
      complaint: /over the limit/,
      edits: [['end: () => finish(limit.windowMs),', 'end: () => finish(0),']],
    },
    {
      claim: 'the window is a quarter of a millisecond short',
      complaint: /over the limit/,
      edits: [['end: () => finish(limit.windowMs),', 'end: () => finish(limit.windowMs - 0.25),']],
    },
    {
      claim: 'a lease of a call that was given up is free again a window later',
      complaint: /over the limit/,
      edits: [['finish(limit.windowMs + maxLateMs)', 'finish(limit.windowMs)']],
    },
    {
      claim: 'there is one lease too many',
      complaint: /over the limit/,
      edits: [['inUse() + kept >= limit.calls', 'inUse() + kept > limit.calls']],
    },
    {
      claim: 'a lease that is ended twice makes room for two',
      complaint: /over the limit/,
      edits: [
        ['if (!underWay.delete(charges)) return;', 'if (!underWay.delete(charges)) ended.pop();'],
      ],
    },
    {
      claim: 'a lease that was ended can be given back',
      complaint: /over the limit/,
      edits: [
        [
          'giveBack: () => finish(0),',
          'giveBack() {\n          finish(0);\n          ended.pop();\n        },',
        ],
      ],
    },
  ]);
});

describe('the model differs when', () => {
  hunt(followsModel, [
    {
      claim: 'a lease is free again a moment too late',
      complaint: /in use:|a lease: false, not true/,
      edits: [['ended[0].freeAt <= now', 'ended[0].freeAt < now']],
    },
    {
      claim: 'a lease is given only while another one is left',
      complaint: /a lease: false, not true/,
      edits: [['inUse() + kept >= limit.calls', 'inUse() + kept >= limit.calls - 1']],
    },
    {
      claim: 'a lease that is ended twice counts twice',
      complaint: /in use:/,
      edits: [['if (!underWay.delete(charges)) return;', 'underWay.delete(charges);']],
    },
    {
      claim: 'a lease that is given back is lost',
      complaint: /in use: (\d), not (?!\1)/,
      edits: [['giveBack: () => finish(0),', 'giveBack() {},']],
    },
    {
      claim: 'a lease that is given back has its window all the same',
      complaint: /in use:/,
      edits: [['giveBack: () => finish(0),', 'giveBack: () => finish(limit.windowMs),']],
    },
    {
      claim: 'only one lease at a time is found to be free again',
      complaint: /in use:/,
      edits: [['while (ended[0] !==', 'if (ended[0] !==']],
    },
    {
      claim: 'leases that are free by now are counted in the wait',
      complaint: /wait:/,
      edits: [['    waitFor(calls) {\n      forgetFree();', '    waitFor(calls) {']],
    },
    {
      claim: 'the lease that was ended last is awaited first',
      complaint: /wait:/,
      edits: [['one.freeAt - other.freeAt', 'other.freeAt - one.freeAt']],
    },
    {
      claim: 'leases are taken to be free in the order in which their calls ended',
      complaint: /in use:/,
      edits: [['        ended.sort((one, other) => one.freeAt - other.freeAt);\n', '']],
    },
    {
      claim: 'a lease that is free late is waited for although others are free twice before',
      complaint: /wait:/,
      edits: [['calls > 1 && freeIn', 'calls < 1 && freeIn']],
    },
    {
      claim: 'calls under way are not waited for',
      complaint: /wait:/,
      edits: [['freeInMs.push(limit.windowMs)', 'freeInMs.push(0)']],
    },
    {
      claim: 'the wait is a round too long from the last call of a round on',
      complaint: /wait:/,
      edits: [['Math.floor(before / leases)', 'Math.floor((before + 1) / leases)']],
    },
    {
      claim: 'the wait is the same for calls of a later round',
      complaint: /wait:/,
      edits: [[' + Math.floor(before / leases) * windowMs', '']],
    },
    {
      claim: 'the wait is that for one call more',
      complaint: /wait:/,
      edits: [['const before = calls - 1;', 'const before = calls;']],
    },
  ]);
});

function hunt(property: typeof followsModel, bugs: readonly Omit<SeededBug, 'file'>[]): void {
  testSeededBugs(
    bugs.map((bug) => ({ ...bug, file: 'budget/budget.ts' })),
    {
      propertyOf: async (src) => {
        const copy = await loadModules<{ createBudget: typeof createBudget }>(src, [
          'budget/budget.ts',
        ]);
        return property(copy.createBudget);
      },
      runs: { seed, numRuns: 10_000 },
    },
  );
}
