import { expect, test } from 'vitest';
import { credentialsOf } from '../../../src/simulator/embedded.ts';
import { createHarness } from '../../support/harness.ts';
import { busiestWindow } from '../../support/windows.ts';

const quarterOfAnHour = 900_000;
const balanceOf = (id: string) => `{ account(id: "${id}") { totalEq } }`;

test('what was made for an account that nobody asks for any more is given back', async () => {
  const { query, clock, gateway } = createHarness();
  const inUse = () => [...gateway.loaders().values()].map((loader) => loader.budgets().length);
  await query(balanceOf('spot'));
  await query('{ account(id: "futures") { totalEq maxWithdrawal { maxWd } } }');
  expect(inUse()).toEqual([0, 1, 2, 0]);
  await clock.advance(quarterOfAnHour - 60_000);
  expect(inUse()).toEqual([0, 1, 2, 0]);
  await query(balanceOf('futures'));
  await clock.advance(120_000);
  expect(inUse()).toEqual([0, 0, 1, 0]);
  await clock.advance(quarterOfAnHour);
  expect(inUse()).toEqual([0, 0, 0, 0]);
  expect(await query(balanceOf('spot'))).toMatchObject({
    data: { account: { totalEq: expect.any(String) } },
  });
});

test('whoever looks at budgets and metrics keeps nothing', async () => {
  const { query, clock, gateway } = createHarness();
  await query(balanceOf('spot'));
  for (let minute = 0; minute < 17; minute += 1) {
    await clock.advance(60_000);
    gateway.loaders().get('spot')?.budgets();
    gateway.loaders().get('spot')?.standing();
  }
  expect(gateway.loaders().get('spot')?.budgets()).toEqual([]);
});

test('a budget that a key is counted in goes on while another id has the key', async () => {
  const { ask, query, clock, exchange, gateway } = createHarness();
  const [, spot] = credentialsOf(exchange, 'http://exchange.test');
  if (!spot) throw new Error('no account');
  const serveAs = (id: string) => gateway.replaceAccounts([{ ...spot, id }]);
  /** As many calls as the limit allows. */
  const askMuch = (id: string) => {
    const ccy = Array.from({ length: 200 }, (_, index) => `${id}${index}`);
    void ask(`query ($ccy: [ID!]) { account(id: "${id}") { details(ccy: $ccy) { eq } } }`, {
      variables: { ccy },
    });
  };
  serveAs('first');
  await query(balanceOf('first'));
  serveAs('second');
  await clock.advance(quarterOfAnHour / 2);
  await query(balanceOf('second'));
  // By now nobody has asked for it by its first id for long.
  await clock.advance(quarterOfAnHour / 2 + 60_000);
  askMuch('second');
  await clock.advance(100);
  serveAs('third');
  askMuch('third');
  await clock.advance(2_000);
  expect(busiestWindow(exchange.calls, 'balance', 2_000)).toBe(10);
});
