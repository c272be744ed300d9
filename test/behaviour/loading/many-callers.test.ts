import { expect, test } from 'vitest';
import { createRandomness } from '../../../src/simulator/randomness.ts';
import { as, callerNamed } from '../../support/callers.ts';
import { percentile } from '../../support/callers-at-once.ts';
import { createHarness } from '../../support/harness.ts';

const bases =
  'BTC ETH SOL XRP DOGE ADA AVAX LINK DOT LTC BCH UNI ATOM ETC XLM NEAR APT FIL ARB OP'.split(' ');
const shared = `query ($instId: [ID!]!) {
  account { maxAvail(instId: $instId, tdMode: CASH) { availBuy } }
}`;
const own = `query ($px: Decimal) {
  account { maxAvail(instId: ["BTC-USDT"], tdMode: CASH, px: $px) { availBuy } }
}`;

/** What 100 queries a second for 3 of 20 instruments take, when so many callers send them by chance. */
async function waitsOf(callers: number): Promise<readonly number[]> {
  const { ask, clock } = createHarness({
    callers: Array.from({ length: callers }, (_, index) => callerNamed(`c${index}`)),
  });
  const random = createRandomness(7);
  const draw = (most: number) => Math.floor(random() * most);
  const waits: number[] = [];
  async function visit(name: string): Promise<void> {
    const start = clock.now();
    const instId = [0, 1, 2].map(() => `${bases[draw(bases.length)]}-USDT`);
    const { errors } = await ask(shared, { variables: { instId }, headers: as(name) });
    expect(errors).toBeUndefined();
    waits.push(clock.now() - start);
  }
  for (let at = 0; at < 10_000; at += 10) {
    const name = `c${draw(1_000) % callers}`;
    clock.after(at, () => void visit(name));
  }
  await clock.advance(15_000);
  return waits;
}

test('ten callers who want the same instruments wait no longer than one who asks for all of them', async () => {
  const [one, ten] = [await waitsOf(1), await waitsOf(10)];
  expect([one.length, ten.length]).toEqual([1_000, 1_000]);
  expect(percentile(ten, 0.99) / percentile(one, 0.99)).toBeLessThan(1.05);
});

test('callers who come for the first time, more than there are calls for, do not keep out those who were there', async () => {
  const regulars = ['r1', 'r2', 'r3', 'r4', 'r5'];
  const newcomers = Array.from({ length: 480 }, (_, index) => `n${index}`);
  const { ask, clock } = createHarness({
    callers: [...regulars, ...newcomers].map((name) => callerNamed(name)),
  });
  const random = createRandomness(3);
  const outcome = { answered: 0, refused: 0 };
  let px = 0;
  async function visit(name: string): Promise<void> {
    const { errors } = await ask(own, { variables: { px: `${(px += 1)}` }, headers: as(name) });
    if (!regulars.includes(name)) return;
    if (errors) outcome.refused += 1;
    else outcome.answered += 1;
  }
  // Twelve new ones a second, where ten calls can be made, and two and a half queries of the others.
  for (const name of newcomers) clock.after(random() * 40_000, () => void visit(name));
  for (const name of regulars)
    for (let query = 0; query < 20; query += 1)
      clock.after(random() * 40_000, () => void visit(name));
  await clock.advance(50_000);
  // Of fourteen and a half that are wanted, ten can be had.
  expect(outcome.answered / (outcome.answered + outcome.refused)).toBeGreaterThan(0.5);
});
