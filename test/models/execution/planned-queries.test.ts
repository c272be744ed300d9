import fc from 'fast-check';
import { test } from 'vitest';
import { executionProperty, loadExecuting } from '../../support/execution/same-as-reference.ts';

const seed = 20_261_130;
/** More by hand: each takes some milliseconds. */
const numRuns = Number(process.env['QUERIES'] ?? 3_000);
const executing = await loadExecuting(new URL('../../../src/', import.meta.url));

test('3 000 generated queries: what is executed by a plan comes to what the graphql package makes of it', async () => {
  await fc.assert(executionProperty(executing), { seed, numRuns });
}, 3_600_000);
