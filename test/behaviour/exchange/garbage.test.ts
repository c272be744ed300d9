import { expect, test } from 'vitest';
import { balance } from '../../../src/endpoints/balance/declaration.ts';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { clientOf, json } from '../../support/exchange-client.ts';

const hardlyAnything = {
  code: 'UPSTREAM_MALFORMED',
  message: 'The exchange sent an answer of which hardly anything can be read.',
};

/** What comes of a whole balance that holds this. */
const outcomeOf = async (data: readonly object[]) =>
  clientOf(200, json({ code: '0', data, msg: '' })).call({
    endpoint: balance,
    keys: null,
    params: {},
  });

/** As many rows of currencies, which have these fields besides. */
const rowsOf = (count: number, fields: object) =>
  Array.from({ length: count }, (_, at) => ({ ccy: `C${at}`, ...fields }));

test('of more than 2,000 rows that do not say what they are of none is of use', async () => {
  const details = rowsOf(1_000, { ccy: '', eq: '1' });
  const two = [{ details }, { details }];
  expect(await outcomeOf(two)).toMatchObject({ rows: [expect.anything(), expect.anything()] });
  expect(await outcomeOf([...two, { details: details.slice(-1) }])).toMatchObject({
    error: hardlyAnything,
    remedy: 'give-up',
    cause: { reason: 'The exchange sent something other than an id as CurrencyDetail.ccy.' },
  });
});

test('of more than 2,000 values that cannot be read, all that follow have one error in common', async () => {
  const details = rowsOf(900, { eq: 1, upl: 1, liab: 1, imr: '1' });
  const outcome = await outcomeOf([{ details }]);
  const list = 'rows' in outcome ? outcome.rows[0]?.['details'] : undefined;
  const rows: readonly Record<string, unknown>[] = Array.isArray(list) ? list : [];
  const errors = ['eq', 'upl', 'liab'].flatMap((field) => rows.map((row) => row[field]));
  expect(errors.every((error) => error instanceof GatewayError)).toBe(true);
  expect(new Set(errors).size).toBe(2_001);
  expect(errors[1_999]).toMatchObject({ extensions: { field: 'CurrencyDetail.liab' } });
  expect(errors.at(-1)).toMatchObject(hardlyAnything);
  expect(rows.at(-1)).toMatchObject({ imr: '1' });
});
