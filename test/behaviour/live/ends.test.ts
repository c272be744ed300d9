import { expect, test } from 'vitest';
import { as, callerNamed } from '../../support/callers.ts';
import { createHarness } from '../../support/harness.ts';

const totalEq = 'subscription { account { totalEq } }';
const refused = (code: string) => ({
  errors: [expect.objectContaining({ extensions: expect.objectContaining({ code }) })],
});

test('a token that is taken away ends its streams, and only these', async () => {
  const [kept, lost] = [callerNamed('kept'), callerNamed('lost')];
  const { clock, gateway, subscribe } = createHarness({ callers: [kept, lost] });
  const [staying, going] = [
    await subscribe(totalEq, { headers: as('kept') }),
    await subscribe(totalEq, { headers: as('lost') }),
  ];
  gateway.replaceCallers({ callers: [kept], jwt: null });
  await clock.advance(1);
  expect(going.results.at(-1)).toEqual(refused('UNAUTHENTICATED'));
  expect(going.isComplete()).toBe(true);
  expect(staying.isComplete()).toBe(false);
});

test('who may read something else by now is told to ask again', async () => {
  const before = callerNamed('moved', { accountIds: ['main'] });
  const after = callerNamed('moved', { accountIds: ['main', 'spot'] });
  const { clock, gateway, subscribe } = createHarness({ callers: [before] });
  const { results, isComplete } = await subscribe(totalEq, { headers: as('moved') });
  gateway.replaceCallers({ callers: [after], jwt: null });
  await clock.advance(1);
  expect(isComplete()).toBe(true);
  expect(results).toHaveLength(1);
});

test('an account that goes ends what was watched of it, with the reason', async () => {
  const { clock, gateway, subscribe, counts } = createHarness();
  const [first, ...others] = gateway.standing.accounts();
  const { results, isComplete } = await subscribe(
    `subscription { account(id: "${first?.id}") { totalEq } }`,
  );
  gateway.replaceAccounts(others);
  await clock.advance(1_000);
  const before = counts();
  expect(results.slice(1)).toEqual([{ data: { account: null }, ...refused('ACCOUNT_NOT_FOUND') }]);
  expect(isComplete()).toBe(true);
  await clock.advance(5_000);
  expect(counts()).toEqual(before);
});

test('a gateway that ends has completed all streams, and those that come by then after their first result', async () => {
  const { clock, gateway, subscribe, counts } = createHarness();
  const open = [await subscribe(totalEq), await subscribe(totalEq)];
  gateway.endSubscriptions();
  await clock.advance(1);
  for (const one of open) expect(one.isComplete()).toBe(true);
  const late = await subscribe(totalEq);
  expect(late.results).toEqual([{ data: { account: { totalEq: expect.any(String) } } }]);
  expect(late.isComplete()).toBe(true);
  const before = counts();
  await clock.advance(5_000);
  expect(counts()).toEqual(before);
});

test('a caller has no more subscriptions than it may, and another one has its own', async () => {
  const callers = [callerNamed('one'), callerNamed('other')];
  const { subscribe } = createHarness({ callers, maxSubscriptions: 2 });
  const open = async (name: string) => subscribe(totalEq, { headers: as(name) });
  const [first] = [await open('one'), await open('one')];
  const third = await open('one');
  expect(third.results).toEqual([refused('TOO_MANY_SUBSCRIPTIONS')]);
  expect(third.isComplete()).toBe(true);
  expect((await open('other')).isComplete()).toBe(false);
  await first.leave();
  expect((await open('one')).isComplete()).toBe(false);
});
