import { expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

test.each([
  ['does not say what it is of', { eq: '1' }],
  ['leaves empty what it is of', { ccy: '', eq: '1' }],
  ['says what it is of in no way that can be read', { ccy: 7, eq: '1' }],
])('a row of a whole balance that %s costs only itself', async (_how, row) => {
  const details = [{ ccy: 'BTC', eq: '2' }, row];
  const { query } = createHarness({
    fetch: async () => Response.json({ code: '0', msg: '', data: [{ totalEq: '3', details }] }),
  });
  const { data, errors } = await query('{ account { totalEq details { eq currency { ccy } } } }');
  expect(data).toEqual({
    account: { totalEq: '3', details: [{ eq: '2', currency: { ccy: 'BTC' } }, null] },
  });
  expect(errors).toMatchObject([
    {
      path: ['account', 'details', 1, 'currency'],
      extensions: { code: 'UPSTREAM_MALFORMED', endpoint: 'balance' },
    },
  ]);
});
