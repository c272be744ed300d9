import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

const totalEq = 'subscription { account { totalEq } }';
const withAge = 'subscription ($every: Int) { account(everyMs: $every) { totalEq asOf } }';
const moving = { exchange: { moving: true } };

test('figures come at once', async () => {
  const { subscribe, counts } = createHarness();
  const { results, isComplete } = await subscribe(totalEq);
  expect(results).toEqual([{ data: { account: { totalEq: expect.any(String) } } }]);
  expect(isComplete()).toBe(false);
  expect(counts()).toEqual({ balance: 1 });
});

test('and again when something selected has changed', async () => {
  const { clock, subscribe } = createHarness(moving);
  const { results } = await subscribe(totalEq);
  await clock.advance(5_000);
  expect(results.length).toBeGreaterThan(3);
  expect(new Set(results.map((result) => JSON.stringify(result)))).toHaveLength(results.length);
});

test('what does not change is not sent again', async () => {
  const { clock, subscribe, counts } = createHarness();
  const { results } = await subscribe(totalEq);
  await clock.advance(10_000);
  expect(results).toHaveLength(1);
  expect(counts()).toEqual({ balance: 11 });
});

test('an error that comes, and one that goes, is a change; one that stays is none', async () => {
  const { clock, exchange, subscribe } = createHarness();
  const { results } = await subscribe(totalEq);
  const mend = exchange.inject({ kind: 'unavailable' });
  await clock.advance(5_000);
  mend();
  await clock.advance(40_000);
  const [first, ...rest] = results;
  expect(rest).toEqual([
    { data: { account: { totalEq: null } }, errors: [expect.anything()] },
    first,
  ]);
});

describe('whoever has left', () => {
  test('has nothing looked at any more', async () => {
    const { clock, subscribe, counts } = createHarness();
    const { leave } = await subscribe(totalEq);
    await leave();
    await clock.advance(10_000);
    expect(counts()).toEqual({ balance: 1 });
  });

  test('takes nothing from the others', async () => {
    const { clock, subscribe } = createHarness(moving);
    const [first, second] = [await subscribe(totalEq), await subscribe(totalEq)];
    await first.leave();
    await clock.advance(5_000);
    expect(second.results.length).toBeGreaterThan(3);
  });
});

describe('the time between two looks', () => {
  test.each([
    [250, 40],
    [500, 20],
    [1_000, 10],
    [3_000, 5],
    [60_000, 0],
  ])('of %s ms takes %s calls in 10 s', async (every, calls) => {
    const { clock, subscribe, counts } = createHarness({ maxAgeMs: 0 });
    await subscribe(withAge, { variables: { every } });
    await clock.advance(10_000);
    const { balance = 0 } = counts();
    expect(Math.abs(balance - 1 - calls)).toBeLessThanOrEqual(1);
  });

  test.each([0, 249, 60_001, -1, null])('is refused with %s', async (every) => {
    const { subscribe, counts } = createHarness();
    const { results, isComplete } = await subscribe(withAge, { variables: { every } });
    expect(results).toEqual([
      {
        data: { account: null },
        errors: [
          expect.objectContaining({
            message: `\`everyMs\` is ${every}: give milliseconds from 250 to 60000, or leave it out for 1000.`,
          }),
        ],
      },
    ]);
    expect(isComplete()).toBe(true);
    expect(counts()).toEqual({});
  });
});

describe('a subscription that cannot be had ends with the reason', () => {
  test.each([
    ['of an account that is not there', 'subscription { account(id: "none") { totalEq } }'],
    ['of two accounts', 'subscription { one: account { totalEq } two: account { totalEq } }'],
    ['of a field that is not there', 'subscription { account { none } }'],
    ['that is none', 'subscription {'],
  ])('one %s', async (_of, text) => {
    const { subscribe, counts } = createHarness();
    const { results, isComplete } = await subscribe(text);
    expect(results).toEqual([expect.objectContaining({ errors: [expect.anything()] })]);
    expect(isComplete()).toBe(true);
    expect(counts()).toEqual({});
  });

  test('without events to be sent, it says what to send', async () => {
    const { respond } = createHarness();
    const response = await respond(totalEq);
    expect(response.status).toBe(406);
    expect(await response.text()).toContain('send the header accept: text/event-stream');
  });
});

test('a query by events is answered once', async () => {
  const { subscribe } = createHarness();
  const { results, isComplete } = await subscribe('{ account { totalEq } }');
  expect(results).toHaveLength(1);
  expect(isComplete()).toBe(true);
});
