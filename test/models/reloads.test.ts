import fc from 'fast-check';
import { describe, test } from 'vitest';
import { createAccounts } from '../../src/accounts/accounts.ts';
import { reloadsProperty } from '../support/reloads-property.ts';
import { loadModules, testSeededBugs } from '../support/seeded-bugs.ts';

const seed = 20_261_124;

test('10 000 sequences of reloads: no window of an account of the exchange is over, whichever ids its keys get', async () => {
  await fc.assert(reloadsProperty(createAccounts), { seed, numRuns: 10_000 });
});

describe('the exchange finds too many calls when', () => {
  const bugs = [
    {
      claim: 'what comes is not closed at first',
      edits: [['budgets.askedUntil = askedUntil', 'budgets.askedUntil = -Infinity']],
    },
    {
      claim: 'a key that follows is not closed though one of another id has gone',
      edits: [['!own || lostLately.some((other) => other !== own)', '!own']],
    },
    {
      claim: 'it is forgotten that a key of another id has gone before',
      edits: [['now < lostAt + closedMs', 'now === lostAt']],
    },
    {
      claim: 'what waits for a key that has gone is still sent',
      edits: [['served.has(key())', 'true']],
    },
    {
      claim: 'a key does not find its budgets again',
      edits: [['known.get(key) ??', 'undefined ??']],
    },
  ] as const;
  testSeededBugs(
    bugs.map((bug) => ({ ...bug, complaint: /over the limit/, file: 'accounts/key-budgets.ts' })),
    {
      propertyOf: async (src) => {
        const copy = await loadModules<{ createAccounts: typeof createAccounts }>(src, [
          'accounts/accounts.ts',
        ]);
        return reloadsProperty(copy.createAccounts);
      },
      runs: { seed, numRuns: 5_000 },
    },
  );
});
