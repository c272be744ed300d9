import type { ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import { as, callerNamed } from '../../support/callers.ts';
import { createHarness } from '../../support/harness.ts';

const maxAvail = (...instId: readonly string[]) =>
  `{ account { maxAvail(instId: ${JSON.stringify(instId)}, tdMode: CASH) { instId availBuy } } }`;

test('whoever has left when its bad keys are refused does not share its next ones with others', async () => {
  const { ask, clock, counts } = createHarness({
    callers: [callerNamed('bad'), callerNamed('good')],
    exchange: { network: { out: [10, 10], back: [10, 10] } },
  });
  // The call is under way when the deadline has passed, and refused thereafter.
  const leave = { headers: { ...as('bad'), 'x-deadline-ms': '15' } };
  await clock.run(ask(maxAvail('NO-ONE', 'NO-TWO'), leave));
  await clock.advance(2_500);
  expect(counts()).toEqual({ 'max-avail-size': 1 });

  const second = ask(maxAvail('NO-THREE'), leave);
  const good: Promise<ExecutionResult> = ask(maxAvail('BTC-USDT'), {
    headers: { ...as('good'), 'x-explain': 'calls' },
  });
  expect(await clock.run(good)).toMatchObject({
    data: { account: { maxAvail: [{ instId: 'BTC-USDT' }] } },
    extensions: { calls: [{ shared: false, attempt: 1, outcome: 'ANSWERED' }] },
  });
  await clock.run(second);
});
