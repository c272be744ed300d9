import { accountFields } from '../../../src/endpoints/balance/account-fields.ts';
import { detailFields } from '../../../src/endpoints/balance/detail-fields.ts';
import type { Field, Fields } from '../../../src/endpoints/declare.ts';
import { currencies, instruments } from './keys.ts';

const details = byKey(currencies, (ccy) => rowOf(detailFields, { ccy }));
const withdrawals = byKey(currencies, (ccy) => ({
  ccy,
  maxWd: '1204.25',
  maxWdEx: '1310.5',
  spotOffsetMaxWd: '1204.25',
  spotOffsetMaxWdEx: '1310.5',
}));
const avails = byKey(instruments, (instId) => ({
  instId,
  availBuy: '52213.41',
  availSell: '0.8125',
}));
const loans = byKey(instruments, (instId) => [
  { instId, ccy: 'USDT', mgnMode: 'cross', mgnCcy: 'USDT', side: 'buy', maxLoan: '98112.07' },
  { instId, ccy: 'USDT', mgnMode: 'cross', mgnCcy: 'USDT', side: 'sell', maxLoan: '1.53201' },
]);
const [accountFrom, accountTo] = (
  JSON.stringify(rowOf(accountFields, {})).slice(0, -1) + ',"details":[|]}'
).split('|');

/** The text between the brackets of `data` that answers a call; undefined where there is none. */
export function dataOf(path: string, params: URLSearchParams): string | undefined {
  const keys = (name: string) => params.get(name)?.split(',');
  switch (path) {
    case '/api/v5/account/balance': {
      const rows = joined(details, keys('ccy') ?? currencies);
      return rows === undefined ? undefined : `${accountFrom}${rows}${accountTo}`;
    }
    case '/api/v5/account/max-withdrawal':
      return joined(withdrawals, keys('ccy') ?? currencies);
    case '/api/v5/account/max-avail-size':
      return params.get('tdMode') === 'cash' ? joined(avails, keys('instId') ?? []) : undefined;
    case '/api/v5/account/max-loan':
      return params.get('mgnMode') === 'cross' ? joined(loans, keys('instId') ?? []) : undefined;
    case '/api/v5/public/time':
      return `{"ts":"${Date.now()}"}`;
    default:
      return undefined;
  }
}

/** Every field is filled, so that no peer has to make nulls of what is empty. */
function rowOf(fields: Fields, known: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, known[name] ?? valueOf(field)]),
  );
}

function valueOf(field: Field): string | boolean {
  switch (field.kind) {
    case 'decimal':
      return '10482.90217';
    case 'time':
      return '1767225600123';
    case 'level':
      return '0';
    case 'flag':
      return true;
    case 'code':
      return Object.values(field.codes.values)[0]?.wire ?? '';
    case 'text':
      return 'off';
    case 'instrument':
    case 'currency':
    case 'codeList':
    case 'list':
    default:
      throw new Error(`a row has a ${field.kind} that is not known`);
  }
}

function byKey(
  keys: readonly string[],
  answerOf: (key: string) => object | readonly object[],
): ReadonlyMap<string, string> {
  return new Map(
    keys.map((key) => [
      key,
      [answerOf(key)]
        .flat()
        .map((row) => JSON.stringify(row))
        .join(','),
    ]),
  );
}

function joined(rows: ReadonlyMap<string, string>, keys: readonly string[]): string | undefined {
  const found = keys.map((key) => rows.get(key));
  return found.includes(undefined) || found.length === 0 ? undefined : found.join(',');
}
