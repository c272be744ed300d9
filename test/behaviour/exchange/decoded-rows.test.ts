import { expect, test } from 'vitest';
import { balance } from '../../../src/endpoints/balance/declaration.ts';
import { clientOf, json } from '../../support/exchange-client.ts';

const rowOf = async (row: object) => {
  const outcome = await clientOf(
    200,
    json({ code: '0', data: [{ details: [row] }], msg: '' }),
  ).call({
    endpoint: balance,
    keys: null,
    params: {},
  });
  return 'rows' in outcome ? outcome.rows[0]?.['details'] : outcome;
};
const malformed = expect.objectContaining({ code: 'UPSTREAM_MALFORMED' });

test.each([
  ['keeps every digit', { eq: '10679688.0460531643092577' }, { eq: '10679688.0460531643092577' }],
  ['keeps a negative amount', { eq: '-81.03761999999875' }, { eq: '-81.03761999999875' }],
  ['takes "" as null', { eq: '' }, { eq: null }],
  ['takes a missing field as null', {}, { eq: null }],
  ['ignores an unknown field', { surprise: '1' }, { eq: null }],
  [
    'reads times, levels, flags and codes',
    { uTime: '1705449605015', twap: '3', collateralEnabled: true, autoLendStatus: 'active' },
    {
      uTime: new Date(1_705_449_605_015),
      twap: 3,
      collateralEnabled: true,
      autoLendStatus: 'active',
    },
  ],
  [
    'fails the id of a row that does not say what it is of',
    { ccy: '', eq: '1' },
    { ccy: malformed, eq: '1' },
  ],
  ['fails an id that no URL can hold', { ccy: '\ud800', eq: '1' }, { ccy: malformed, eq: '1' }],
  [
    'fails an id of twenty thousand letters',
    { ccy: 'A'.repeat(20_000), eq: '1' },
    { ccy: malformed, eq: '1' },
  ],
  [
    'fails a word of a thousand letters',
    { autoStakingStatus: 'a'.repeat(1_000) },
    { autoStakingStatus: malformed },
  ],
  ['fails an amount of a million digits', { eq: '1'.repeat(1_000_000) }, { eq: malformed }],
  ['fails an amount that is a number', { eq: 1.5, cashBal: '2' }, { eq: malformed, cashBal: '2' }],
  ['fails an amount in exponent notation', { eq: '1e-8' }, { eq: malformed }],
  ['fails an unknown code', { autoLendStatus: 'sometimes' }, { autoLendStatus: malformed }],
  ['fails a time that is none', { uTime: 'yesterday' }, { uTime: malformed }],
])('%s', async (_claim, row, decoded) => {
  expect(await rowOf(row)).toEqual([expect.objectContaining({ ...decoded, accountId: 'main' })]);
});

test('a list that is none, or has an element that is none, fails alone', async () => {
  const decode = async (details: unknown) => {
    const body = json({ code: '0', data: [{ totalEq: '1', details }], msg: '' });
    const outcome = await clientOf(200, body).call({
      endpoint: balance,
      keys: null,
      params: {},
    });
    return 'rows' in outcome ? outcome.rows[0] : undefined;
  };
  expect(await decode('x')).toMatchObject({ totalEq: '1', details: malformed });
  expect(await decode([{ ccy: 'BTC' }, 7])).toMatchObject({
    details: [{ ccy: 'BTC' }, malformed],
  });
});

test('an answer of more rows than any has costs nothing but its keys', async () => {
  const rows = Array.from({ length: 1_001 }, () => ({ ccy: 'BTC' }));
  for (const data of [rows, [{ totalEq: '1', details: rows }]]) {
    const outcome = await clientOf(200, json({ code: '0', data, msg: '' })).call({
      endpoint: balance,
      keys: { by: 'ccy', values: ['BTC'] },
      params: {},
    });
    expect(outcome).toMatchObject({ error: malformed, remedy: 'give-up' });
  }
});

test('a list that is none is no answer to a key', async () => {
  const body = json({ code: '0', data: [{ totalEq: '1', details: 'x' }], msg: '' });
  const outcome = await clientOf(200, body).call({
    endpoint: balance,
    keys: { by: 'ccy', values: ['BTC'] },
    params: {},
  });
  expect(outcome).toMatchObject({ error: malformed, remedy: 'give-up' });
});
