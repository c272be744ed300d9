import { expect, test } from 'vitest';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { systemClock as clock } from '../../src/time/clock.ts';
import { spoilAnswers } from '../bench/hostile-answers.ts';
import { startHostileBed } from '../bench/hostile-bed.ts';
import { sendHostile } from '../bench/hostile-run.ts';

test('3 000 hostile requests, and an exchange that sends odd answers, bring out no defect, no secret and no words of the exchange', async () => {
  const draw = createRandomness(3);
  const exchange = createSimulatedExchange({ clock, moving: false });
  await using bed = await startHostileBed(spoilAnswers(exchange, 0.3, draw));
  const { origin } = bed;
  const run = { origin, exchange, requests: 3_000, atOnce: 8, draw };
  const { statuses, complaints } = await sendHostile(run);
  expect(complaints).toEqual([]);
  // Of each kind, the graph's and the protocol's.
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 404, 405, 415]));
  expect(bed.stderr()).toBe('');
});
