import type { ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';
import { readEvents } from '../../support/read-events.ts';

test('a reader that was away is given the latest, and not all that it has missed', async () => {
  const { clock, subscribe, respond } = createHarness({ exchange: { moving: true } });
  const query = 'subscription { account { totalEq } }';
  const reading = await subscribe(query);
  const response = await respond(query, { headers: { accept: 'text/event-stream' } });
  await clock.advance(60_000);
  const { results } = readEvents<ExecutionResult>(response);
  await clock.advance(1);
  expect(reading.results.length).toBeGreaterThan(50);
  expect(results).toEqual([reading.results.at(-1)]);
});
