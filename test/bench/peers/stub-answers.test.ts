import { expect, test } from 'vitest';
import { detailFields } from '../../../src/endpoints/balance/detail-fields.ts';
import { currencies, instruments } from './keys.ts';
import { dataOf } from './stub-answers.ts';

test('the stub fills every field of a currency, so that peers have nothing to make null', () => {
  const { details } = ask('balance', { ccy: currencies.slice(0, 2).join(',') })[0] ?? {};
  expect(details).toHaveLength(2);
  const [row = {}] = details as readonly object[];
  expect(Object.keys(row).toSorted()).toEqual(Object.keys(detailFields).toSorted());
  expect(Object.values(row)).not.toContain('');
});

test('a call that the exchange would refuse has no answer', () => {
  const account = '/api/v5/account/';
  const [instId = ''] = instruments;
  expect(dataOf(`${account}balance`, new URLSearchParams({ ccy: 'NONE' }))).toBeUndefined();
  expect(dataOf(`${account}max-loan`, new URLSearchParams({ instId }))).toBeUndefined();
  expect(dataOf(`${account}max-avail-size`, new URLSearchParams({ instId }))).toBeUndefined();
  expect(dataOf('/api/v5/account/other', new URLSearchParams())).toBeUndefined();
});

test('rows come in the order of their keys, two to a loan', () => {
  const instId = instruments.slice(3, 5);
  const rows = ask('max-loan', { instId: instId.join(','), mgnMode: 'cross' });
  expect(rows.map((row) => [row['instId'], row['side']])).toEqual(
    instId.flatMap((id) => [
      [id, 'buy'],
      [id, 'sell'],
    ]),
  );
});

function ask(
  endpoint: string,
  params: Readonly<Record<string, string>>,
): readonly Readonly<Record<string, unknown>>[] {
  const data = dataOf(`/api/v5/account/${endpoint}`, new URLSearchParams(params));
  return JSON.parse(`[${data ?? ''}]`) as readonly Readonly<Record<string, unknown>>[];
}
