import fc from 'fast-check';
import { test } from 'vitest';
import { loadExecuting } from '../../support/execution/same-as-reference.ts';
import { servedProperty } from '../../support/execution/served-queries.ts';

/** More by hand: each takes some hundredths of a second. */
const numRuns = Number(process.env['QUERIES'] ?? 200);
const executing = await loadExecuting(new URL('../../../src/', import.meta.url));

test('200 generated queries of the graph that is served: a plan comes to the same answer as the graphql package, by as many calls', async () => {
  await fc.assert(servedProperty(executing), { seed: 20_261_130, numRuns });
}, 3_600_000);
