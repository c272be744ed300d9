import type { ExecutionResult } from 'graphql';
import { describe, expect, test } from 'vitest';
import { as, callerNamed } from '../../support/callers.ts';
import { createHarness } from '../../support/harness.ts';

const maxAvail = (...instId: readonly string[]) =>
  `{ account { maxAvail(instId: ${JSON.stringify(instId)}, tdMode: CASH) { instId availBuy } } }`;

/** A call for each. */
function prices(count: number): string {
  const all = Array.from(
    { length: count },
    (_, px) => `a${px}: maxAvail(instId: ["SOL-USDT"], tdMode: ISOLATED, px: "${px}") { instId }`,
  );
  return `{ account { ${all.join(' ')} } }`;
}

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

test('whoever comes to want a key that had shared a call with bad ones has one call for all of its keys', async () => {
  const { ask, clock, counts } = createHarness({
    callers: ['bad', 'good', 'busy'].map((name) => callerNamed(name)),
    exchange: { network: { out: [10, 10], back: [10, 10] } },
  });
  // All leases but one, so that what is to be asked again has to wait.
  await clock.run(ask(prices(19), { headers: as('busy') }));
  const bad = ask(maxAvail('BTC-USDT', 'NO-ONE'), { headers: as('bad') });
  await clock.advance(500);
  expect(counts()).toEqual({ 'max-avail-size': 20 });
  const good = ask(maxAvail('BTC-USDT', 'ETH-USDT'), { headers: as('good') });
  expect(await clock.run(good)).not.toHaveProperty('errors');
  await clock.run(bad);
  // And one that finds the bad key.
  expect(counts()).toEqual({ 'max-avail-size': 22 });
});

describe('a minute after its bad keys were refused', () => {
  /** Two callers, of whom one had bad keys a minute ago all but two seconds; from then on there is no lease for two seconds. */
  async function createSuspected() {
    const { ask, clock } = createHarness({
      callers: ['bad', 'good', 'busy'].map((name) => callerNamed(name)),
      exchange: { network: { out: [10, 10], back: [10, 10] } },
    });
    await clock.run(ask(maxAvail('NO-ONE'), { headers: as('bad') }));
    await clock.advance(59_000);
    await clock.run(ask(prices(20), { headers: as('busy') }));
    const asks = async (name: string, key: string): Promise<ExecutionResult> =>
      ask(maxAvail(key), { headers: { ...as(name), 'x-explain': 'calls' } });
    return { clock, asks };
  }

  const answered = { data: { account: { maxAvail: [{ instId: 'BTC-USDT' }] } } };

  test('a caller whose next ones still wait does not share them with others', async () => {
    const { clock, asks } = await createSuspected();
    const bad = asks('bad', 'NO-TWO');
    await clock.advance(1_500);
    const good = asks('good', 'BTC-USDT');
    expect(await clock.run(good)).toMatchObject({
      ...answered,
      extensions: { calls: [{ shared: false, attempt: 1, outcome: 'ANSWERED' }] },
    });
    await clock.run(bad);
  });

  test('a caller who asks for other keys then shares them with others', async () => {
    const { clock, asks } = await createSuspected();
    await clock.advance(1_500);
    const bad = asks('bad', 'ETH-USDT');
    const good = asks('good', 'BTC-USDT');
    expect(await clock.run(good)).toMatchObject({
      ...answered,
      extensions: { calls: [{ shared: true, attempt: 1, outcome: 'ANSWERED' }] },
    });
    await clock.run(bad);
  });
});
