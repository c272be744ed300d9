import fc from 'fast-check';
import { describe, test } from 'vitest';
import { holdBackMs, type Pressure, slotOf } from '../../src/budget/pacing.ts';
import { loadModules, type SeededBug, testSeededBugs } from '../support/seeded-bugs.ts';

const runs = { seed: 20_261_124, numRuns: 10_000 };
const windowMs = 2_000;

const situation = fc.integer({ min: 1, max: 20 }).chain((calls) =>
  fc.record({
    limit: fc.constant({ calls, windowMs }),
    pressure: fc.record<Pressure>({
      inUse: fc.nat(calls - 1),
      backlog: fc.integer({ min: 1, max: 2 * calls }),
      nextReturnMs: fc.integer({ min: 1, max: windowMs }),
      sinceSentMs: fc.oneof(fc.nat(windowMs), fc.constant(Infinity)),
      isKeptFor: fc.boolean(),
    }),
    more: fc.integer({ min: 1, max: windowMs }),
  }),
);

/** Holds for a pacing that spreads calls when leases are scarce, more so the scarcer they are, and never stalls. */
function pacingProperty(holdBack: typeof holdBackMs) {
  return fc.property(situation, ({ limit, pressure, more }) => {
    const { inUse, backlog, nextReturnMs, sinceSentMs, isKeptFor } = pressure;
    const hold = holdBack(limit, pressure);
    const holdWith = (change: Partial<Pressure>) => holdBack(limit, { ...pressure, ...change });
    const demand = (right: boolean, complaint: string) => {
      if (!right) throw new Error(complaint);
    };

    demand(hold >= 0 && hold <= 2 * slotOf(limit), 'held for longer than two slots');
    demand(inUse >= 0.2 * limit.calls || hold === 0, 'held although leases are plenty');
    const later = holdWith({ sinceSentMs: sinceSentMs + more });
    demand(
      hold === 0 ? later === 0 : Math.abs(later - Math.max(0, hold - more)) < 1e-6,
      'does not end when its time is over',
    );
    const scarcer = holdWith({ inUse: Math.min(limit.calls, inUse + more) });
    demand(scarcer >= hold, 'shorter when leases are scarcer');
    const further = holdWith({ nextReturnMs: nextReturnMs + more });
    demand(further >= hold, 'shorter when the next lease takes longer');
    demand(
      !isKeptFor || hold <= holdWith({ isKeptFor: false }),
      'longer when leases are kept for it',
    );
    demand(
      (backlog === 1 && !isKeptFor) || holdWith({ backlog: backlog + more }) >= hold,
      'shorter when more calls have to be spread',
    );
  });
}

test('calls are held back more the scarcer leases are, never when they are plenty, never beyond two slots', () => {
  fc.assert(pacingProperty(holdBackMs), runs);
});

describe('the property fails when', () => {
  const bugs: readonly Omit<SeededBug, 'file'>[] = [
    {
      claim: 'calls may be any number of slots apart',
      complaint: /longer than two slots/,
      edits: [['Math.min(nextReturnMs', 'Math.max(nextReturnMs']],
    },
    {
      claim: 'idle budgets are spread, too',
      complaint: /leases are plenty/,
      edits: [['if (inUse < calls * idleFraction) return 0;', '']],
    },
    {
      claim: 'the time since the last call does not count',
      complaint: /does not end/,
      edits: [['gapMs - sinceSentMs', 'gapMs']],
    },
    {
      claim: 'the gap is shared among the leases that are out',
      complaint: /leases are scarcer/,
      edits: [['Math.max(1, free)', 'Math.max(1, inUse)']],
    },
    {
      claim: 'the gap is wide when the next lease is near',
      complaint: /next lease takes longer/,
      edits: [['Math.min(nextReturnMs', 'Math.min((limit.windowMs - nextReturnMs)']],
    },
    {
      claim: 'a large backlog leaves at once although a smaller one waits',
      complaint: /more calls have to be spread/,
      edits: [['free - backlog >=', 'free + backlog >=']],
    },
    {
      claim: 'what leases are kept for wants more of them free than what they are not kept for',
      complaint: /leases are kept for it/,
      edits: [
        ['isKeptFor ? keptFraction : spareFraction', 'isKeptFor ? spareFraction : keptFraction'],
      ],
    },
  ];

  testSeededBugs(
    bugs.map((bug) => ({ ...bug, file: 'budget/pacing.ts' })),
    {
      propertyOf: async (src) => {
        const copy = await loadModules<{ holdBackMs: typeof holdBackMs }>(src, [
          'budget/pacing.ts',
        ]);
        return pacingProperty(copy.holdBackMs);
      },
      runs,
    },
  );
});
