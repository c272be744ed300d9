import type { Row } from '../../exchange/decode.ts';
import { AccountType, chooseAccount } from '../../graph/account.ts';
import { accountArg, describeKeys } from '../../graph/arguments.ts';
import { builder } from '../../graph/builder.ts';
import { CurrencyType } from '../currency/graph.ts';
import { exposeFields } from '../../graph/fields.ts';
import { idOf, itemsOf, loadEachRow, loadRow } from '../../graph/rows.ts';
import { balance, CurrencyDetail } from './declaration.ts';

type DetailRow = Row<typeof CurrencyDetail.fields>;

export const CurrencyDetailType = builder.objectRef<DetailRow>(CurrencyDetail.name);

CurrencyDetailType.implement({
  description: CurrencyDetail.description,
  fields: (t) => ({
    ...exposeFields(t, CurrencyDetail, ['ccy', 'asOf']),
    currency: t.field({
      type: CurrencyType,
      nullable: false,
      description: 'The currency, for what else is known of it.',
      resolve: ({ ccy, accountId }) => ({ ccy: idOf(ccy, balance), accountId }),
    }),
  }),
});

builder.objectField(AccountType, 'details', (t) =>
  t.field({
    type: [CurrencyDetailType],
    nullable: { list: true, items: true },
    description:
      'The account currency by currency. With `ccy`, item i answers `ccy[i]` and is null for a currency that the account never held; without it, every currency of which the balance is not zero.',
    args: {
      ccy: t.arg.idList({
        description: describeKeys(balance, 'ccy', 'Currencies to answer, in this order.'),
      }),
    },
    resolve: (account, { ccy }, context) =>
      ccy
        ? loadEachRow(context, { accountId: account.id, endpoint: balance, by: 'ccy', values: ccy })
        : account.details.then(itemsOf),
  }),
);

builder.objectField(CurrencyType, 'detail', (t) =>
  t.field({
    type: CurrencyDetailType,
    description: 'What an account holds of the currency; null if it never held any.',
    args: {
      accountId: accountArg(t.arg),
    },
    resolve: (source, { accountId }, context) =>
      loadRow(context, {
        accountId: chooseAccount(context, accountId, source.accountId),
        endpoint: balance,
        by: 'ccy',
        value: source.ccy,
      }),
  }),
);
