import type { ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import { createRandomness } from '../../../src/simulator/randomness.ts';
import { as, callerNamed } from '../../support/callers.ts';
import { createHarness } from '../../support/harness.ts';

const maxWaitMs = 3_000;
/** Who was not too late when it came is given so much longer. */
const windowMs = 2_000;
/** Who is late is looked for so often. */
const lookMs = 100;
const own = `query ($px: Decimal) {
  account { maxAvail(instId: ["BTC-USDT"], tdMode: CASH, px: $px) { availBuy } }
}`;

/** What becomes of the queries of one who wants five times the limit, beside nine who want little. */
async function askGreedily() {
  const modest = Array.from({ length: 9 }, (_, index) => `modest${index}`);
  const { ask, clock } = createHarness({
    callers: [...modest, 'greedy'].map((name) => callerNamed(name)),
    maxWaitMs,
    exchange: { network: { out: [10, 15], back: [10, 15] } },
  });
  const random = createRandomness(5);
  const waits = { answered: 0, refused: [] as number[], refusedModest: 0, retries: [] as number[] };
  let px = 0;
  async function visit(name: string): Promise<void> {
    const start = clock.now();
    const { errors }: ExecutionResult = await ask(own, {
      variables: { px: `${(px += 1)}` },
      headers: as(name),
    });
    if (name !== 'greedy') waits.refusedModest += errors ? 1 : 0;
    else if (errors) {
      waits.refused.push(clock.now() - start);
      waits.retries.push(Number(errors[0]?.extensions['retryAfterMs']));
    } else waits.answered += 1;
  }
  for (let at = 0; at < 15_000; at += 20) clock.after(at, () => void visit('greedy'));
  for (const name of modest)
    for (let query = 0; query < 6; query += 1)
      clock.after(random() * 15_000, () => void visit(name));
  await clock.advance(25_000);
  return waits;
}

test('a caller whose calls are left to others is told so a window after the time it was willing to wait, also while some are free', async () => {
  const { answered, refused, refusedModest, retries } = await askGreedily();
  expect(refusedModest).toBe(0);
  expect(refused.length).toBeGreaterThan(100);
  expect(Math.max(...refused)).toBeLessThanOrEqual(maxWaitMs + windowMs + lookMs);
  const atOnce = refused.filter((ms) => ms < lookMs);
  expect(atOnce.length / refused.length).toBeGreaterThan(0.9);
  // Its part, at the least.
  expect(answered).toBeGreaterThan(15);
  expect(Math.min(...retries)).toBeGreaterThan(0);
});

test('callers who want little do not wait for each other beside one who wants far more than there is', async () => {
  const { ask, clock } = createHarness({
    callers: ['one', 'other', 'greedy'].map((name) => callerNamed(name)),
    exchange: { network: { out: [10, 10], back: [10, 10] } },
  });
  const waits: number[] = [];
  let px = 0;
  async function visit(name: string): Promise<void> {
    const start = clock.now();
    const variables = { px: `${(px += 1)}` };
    const { errors } = await ask(own, { variables, headers: as(name) });
    if (name === 'greedy') return;
    expect(errors).toBeUndefined();
    // How it begins, when nobody knows yet who wants how much, is another matter.
    if (start > warmAt) waits.push(clock.now() - start);
  }
  const warmAt = clock.now() + 10_000;
  for (let at = 0; at < 20_000; at += 20) clock.after(at, () => void visit('greedy'));
  // Three calls a second, of the ten that can be made, and two of them in a row.
  for (let at = 5; at < 20_000; at += 650) {
    clock.after(at, () => void visit('one'));
    clock.after(at + 1, () => void visit('other'));
  }
  await clock.advance(30_000);
  expect(waits).toHaveLength(30);
  // There and back.
  expect(Math.max(...waits)).toBe(20);
});
