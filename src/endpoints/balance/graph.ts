import type { Row } from '../../exchange/decode.ts';
import { AccountType } from '../../graph/account.ts';
import { describeKeys } from '../../graph/arguments.ts';
import { builder } from '../../graph/builder.ts';
import { callsOf, listByKeys } from '../../graph/cost.ts';
import { exposeRow } from '../../graph/fields.ts';
import { keyOf } from '../../graph/ids.ts';
import { itemsOf, loadEachRow, loadRow } from '../../graph/rows.ts';
import { AccountCurrencyType, CurrencyType } from '../currency/graph.ts';
import { balance, CurrencyDetail } from './declaration.ts';

type DetailRow = Row<typeof CurrencyDetail.fields>;

export const CurrencyDetailType = builder.objectRef<DetailRow>(CurrencyDetail.name);

CurrencyDetailType.implement({
  description: CurrencyDetail.description,
  fields: (t) => ({
    ...exposeRow(t, balance),
    currency: t.field({
      type: CurrencyType,
      nullable: false,
      description: 'The currency, the same for all accounts.',
      resolve: (row) => ({ ccy: keyOf(row, 'ccy', balance) }),
    }),
  }),
});

builder.objectField(AccountType, 'details', (t) =>
  t.field({
    type: [CurrencyDetailType],
    nullable: { list: true, items: true },
    ...listByKeys(balance),
    description:
      'The account currency by currency. With `ccy`, item i answers `ccy[i]` and is null for a currency that the account never held or that does not exist, which the exchange does not tell apart; without it, every currency of which the balance is not zero.',
    args: {
      ccy: t.arg.idList({
        description: describeKeys(balance, 'ccy', 'Currencies to answer, in this order.'),
      }),
    },
    resolve: ({ id: accountId, balance: load }, { ccy }, context) =>
      ccy
        ? loadEachRow(context, { accountId, endpoint: balance, by: 'ccy', values: ccy })
        : load()
            .then((row) => row?.details ?? null)
            .then(itemsOf),
  }),
);

builder.objectField(AccountCurrencyType, 'detail', (t) =>
  t.field({
    type: CurrencyDetailType,
    ...callsOf(1),
    description:
      'What the account holds of the currency; null if it never held any or there is no such currency, which the exchange does not tell apart.',
    resolve: ({ accountId, ccy: value }, _args, context) =>
      loadRow(context, { accountId, endpoint: balance, by: 'ccy', value }),
  }),
);
