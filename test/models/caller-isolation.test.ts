import fc from 'fast-check';
import { test } from 'vitest';
import { callerIsolationProperty } from '../support/caller-isolation-property.ts';

test('nothing that a caller is told, and no time that it takes, depends on what others ask of accounts that are not its own', async () => {
  await fc.assert(callerIsolationProperty, { seed: 20_261_130, numRuns: 150 });
});
