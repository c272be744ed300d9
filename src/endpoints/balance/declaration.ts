import { defineEndpoint, defineObject, list, perAccount } from '../declare.ts';
import { accountFields } from './account-fields.ts';
import { detailFields } from './detail-fields.ts';

export const CurrencyDetail = defineObject('CurrencyDetail', {
  description: 'What an account holds and owes of one currency.',
  fields: detailFields,
});

export const AccountBalance = defineObject('Account', {
  description:
    'One account of the exchange: its equity, margin and risk as a whole, and currency by currency.',
  fields: {
    ...accountFields,
    // No modes: the table of the reference names two, although it lists fields of the rows for all four.
    details: list(
      CurrencyDetail,
      'The account currency by currency. A currency asked for by name comes even at zero, as long as the account ever held it.',
    ),
  },
});

// Source: OKX API v5, Trading account: Get balance, as of 2026-01-15 (path, limit, parameters, nesting of rows).
export const balance = defineEndpoint({
  name: 'balance',
  path: '/api/v5/account/balance',
  description: 'Equity, margin and balances of the trading account.',
  limit: perAccount(10, 2_000),
  keys: { ccy: { max: 20 } },
  whole: 'ccy',
  params: {},
  row: CurrencyDetail,
  within: { object: AccountBalance, list: 'details' },
});
