import { expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

test.each([
  ['{ account { id } }', { data: { account: { id: 'multi-currency' } } }],
  ['{ account(id: "nobody") { totalEq } }', { data: { account: null }, errors: [{}] }],
  ['{ account { nothing } }', { errors: [{}] }],
  ['{ account', { errors: [{}] }],
])('an answer from made-up accounts says so: %s', async (query, answer) => {
  const { query: ask } = createHarness({ madeUp: true });
  expect(await ask(query)).toMatchObject({ ...answer, extensions: { madeUp: true } });
});

test('beside what else it tells', async () => {
  const { query } = createHarness({ madeUp: true });
  const { extensions } = await query('{ account { details(ccy: ["NOPE"]) { ccy } } }');
  expect(extensions).toMatchObject({ madeUp: true, noRows: [{ keys: ['NOPE'] }] });
});

test('an answer from accounts of the exchange does not speak of it', async () => {
  const { query } = createHarness();
  for (const text of ['{ account { id } }', '{ account']) {
    expect((await query(text)).extensions ?? {}).not.toHaveProperty('madeUp');
  }
});
