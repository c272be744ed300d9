import fc from 'fast-check';
import { describe, test } from 'vitest';
import { createLedger } from '../../src/budget/ledger.ts';
import { createSharedBudget } from '../../src/budget/shared-budget.ts';
import { loadModules, type SeededBug, testSeededBugs } from '../support/seeded-bugs.ts';
import { neverOver } from '../support/sharing-property.ts';
import type { Sharing } from '../support/sharing-world.ts';

const seed = 20_261_124;
/** More by hand: each takes some milliseconds. */
const schedules = Number(process.env['SCHEDULES'] ?? 10_000);

test('10 000 schedules: gateways never make too many calls together, whoever is cut off, slow, paused, killed or replaced', async () => {
  await fc.assert(neverOver({ createLedger, createSharedBudget }), { seed, numRuns: schedules });
}, 3_600_000);

describe('together they make too many calls when', () => {
  hunt([
    {
      claim: 'a gateway goes by its part before the leases of others have ended',
      file: 'budget/member.ts',
      edits: [['restMs + unnoticedMs + maxLeaseMs;', 'restMs;']],
    },
    {
      claim: 'a gateway without a seat goes by its part',
      file: 'budget/member.ts',
      edits: [['return isSeated() && isWithheld()', 'return isWithheld()']],
    },
    {
      claim: 'a new seat is gone by at once',
      file: 'budget/member.ts',
      edits: [['Math.max(seatedAt + maxLeaseMs, confirmedAt', 'Math.max(seatedAt, confirmedAt']],
    },
    {
      claim: 'what a message confirms is not remembered',
      file: 'budget/member.ts',
      edits: [['if (!hasOwnLeases) confirmedAt = at;', '']],
    },
    {
      claim: 'that Redis is there is confirmed while leases of the own part are out',
      file: 'budget/member.ts',
      edits: [["hasOwnLeases ? 'parted' : ", '']],
    },
    {
      claim: 'more time is told to have passed than has',
      file: 'budget/member.ts',
      edits: [['Math.floor(clock.now() - at)', 'Math.floor(clock.now() - at) + 100']],
    },
    {
      claim: 'whoever found all seats taken takes one when that is forgotten',
      file: 'budget/member.ts',
      edits: [["isOneMore ? 'waits' : 'new'", "'new'"]],
    },
    {
      claim: 'nobody tells a Redis that has forgotten it that there were seats',
      file: 'budget/ledger.ts',
      edits: [['mayBeSeated ? openAt : 0', '0']],
    },
    {
      claim: 'parts are rounded up',
      file: 'budget/ledger.ts',
      edits: [['Math.floor(calls / replicas)', 'Math.ceil(calls / replicas)']],
    },
    {
      claim: 'a seat ends for the others when it ends for its gateway',
      file: 'budget/ledger.ts',
      edits: [['seatMs * (1 + clockDrift) + unendedMs', 'seatMs * 0.8']],
    },
    {
      claim: 'the others use the part of a silent gateway for too long',
      file: 'budget/ledger.ts',
      edits: [['maxLeaseMs, withheldMs, restMs,', 'maxLeaseMs, withheldMs, 4 * restMs,']],
    },
    {
      claim: 'a call that has ended frees its lease at once',
      file: 'budget/shared-budget.ts',
      edits: [['end: () => finish(limit.windowMs)', 'end: () => finish(0)']],
    },
  ]);
});

function hunt(bugs: readonly Omit<SeededBug, 'complaint'>[]): void {
  testSeededBugs(
    bugs.map((bug) => ({ ...bug, complaint: /over the limit/ })),
    {
      propertyOf: async (src) => {
        const files = ['budget/ledger.ts', 'budget/shared-budget.ts'];
        return neverOver(await loadModules<Sharing>(src, files));
      },
      // Another seed would have to go on for longer until it finds each bug.
      runs: { seed: 7, numRuns: 10_000 },
    },
  );
}
