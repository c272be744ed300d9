import { describe, expect, test } from 'vitest';
import { as, callerNamed } from '../../support/callers.ts';
import { createHarness } from '../../support/harness.ts';

const query = '{ account { id details(ccy: ["BTC"]) { eq asOf } } }';
const maxAgeMs = 1_000;

/** Asks, and tells how long ago the figures were asked for and whether the exchange was asked once more. */
function createAsking(options: Parameters<typeof createHarness>[0] = {}) {
  const harness = createHarness({ maxAgeMs, ...options });
  const calls = () => harness.exchange.calls.length;
  async function ask(text = query, askOptions: Parameters<typeof harness.query>[1] = {}) {
    const before = calls();
    const answer = await harness.query(text, askOptions);
    return { answer, made: calls() - before };
  }
  return { ...harness, ask, send: harness.ask };
}

describe('who asks the very same is given the same answer', () => {
  test('until it is too old, for the gateway or for the one who asks', async () => {
    const { ask, clock } = createAsking();
    const first = await ask();
    await clock.advance(500);
    expect(await ask()).toEqual({ answer: first.answer, made: 0 });
    expect((await ask(query, { headers: { 'cache-control': 'max-age=0' } })).made).toBe(1);
    await clock.advance(900);
    expect((await ask()).made).toBe(0);
    await clock.advance(200);
    expect((await ask()).made).toBe(1);
  });

  test('and never an older one than somebody else has been given', async () => {
    const { ask, clock, exchange } = createAsking({ exchange: { moving: true } });
    const first = await ask();
    await clock.advance(300);
    const other = '{ account { details(ccy: ["BTC"]) { asOf eq } } }';
    const newer = await ask(other, { headers: { 'cache-control': 'no-cache' } });
    expect(newer.answer).not.toEqual(first.answer);
    const again = await ask();
    expect(again.made).toBe(0);
    expect(again.answer.data).toMatchObject(newer.answer.data ?? {});
    expect(exchange.calls).toHaveLength(2);
  });

  test('only if the same is open to both', async () => {
    const callers = [
      callerNamed('one', { accountIds: ['multi-currency'] }),
      callerNamed('same', { accountIds: ['multi-currency'] }),
      callerNamed('other', { accountIds: ['spot'] }),
    ];
    const { ask } = createAsking({ callers });
    const first = await ask(query, { headers: as('one') });
    expect(await ask(query, { headers: as('same') })).toEqual({ answer: first.answer, made: 0 });
    const { answer, made } = await ask(query, { headers: as('other') });
    expect(made).toBe(1);
    expect(answer.data?.['account']).toMatchObject({ id: 'spot' });
  });

  test('not of what is of its moment, or is missing', async () => {
    const { ask, exchange, clock } = createAsking();
    const live = '{ account { totalEq rateBudgets { endpoint available } } }';
    const one = await ask(live);
    await ask('{ account { maxWithdrawal(ccy: ["BTC"]) { maxWd } } }');
    expect((await ask(live)).answer).not.toEqual(one.answer);
    const heal = exchange.inject({ kind: 'server-error' });
    const failing = await ask('{ account { maxWithdrawal(ccy: ["ETH"]) { maxWd } } }');
    expect(failing.answer.errors).toHaveLength(1);
    heal();
    await clock.advance(30_000);
    const { answer } = await ask('{ account { maxWithdrawal(ccy: ["ETH"]) { maxWd } } }');
    expect(answer.errors).toBeUndefined();
  });

  test('not of a key that has been replaced, also while it was asked with', async () => {
    const { send, query: answerOf, clock, gateway, exchange } = createAsking();
    const equity = '{ account { id details(ccy: ["BTC"]) { eq } } }';
    const before = await answerOf(equity);
    const [first, second, ...others] = gateway.standing.accounts();
    if (!first || !second) throw new Error('the exchange has no two accounts');
    gateway.replaceAccounts([{ ...second, id: first.id }, ...others]);
    const after = await answerOf(equity);
    expect(after.data?.['account']).toMatchObject({ id: first.id });
    expect(after).not.toEqual(before);
    await clock.advance(5_000);
    exchange.inject({ kind: 'slow', delayMs: 300, times: 1 });
    const underWay = send(equity);
    await clock.advance(150);
    gateway.replaceAccounts([first, ...others]);
    expect(await clock.run(underWay)).toEqual(after);
    expect(await answerOf(equity)).toEqual(before);
  });

  test('not of accounts that are served no more', async () => {
    const { ask, gateway, exchange } = createAsking();
    await ask();
    const [, ...others] = gateway.standing.accounts();
    gateway.replaceAccounts(others);
    const { answer } = await ask();
    expect(answer.data?.['account']).toMatchObject({ id: others[0]?.id });
    expect(exchange.calls).toHaveLength(2);
  });
});
