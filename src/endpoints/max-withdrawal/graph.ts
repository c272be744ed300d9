import type { Row } from '../../exchange/decode.ts';
import { AccountType } from '../../graph/account.ts';
import { describeKeys } from '../../graph/arguments.ts';
import { builder } from '../../graph/builder.ts';
import { callsForRowsOf, callsOf, listByKeys } from '../../graph/cost.ts';
import { exposeRow } from '../../graph/fields.ts';
import { keyOf } from '../../graph/ids.ts';
import { loadEachRow, loadRow } from '../../graph/rows.ts';
import { balance } from '../balance/declaration.ts';
import { CurrencyDetailType } from '../balance/graph.ts';
import { AccountCurrencyType } from '../currency/graph.ts';
import { MaxWithdrawal, maxWithdrawal } from './declaration.ts';

const MaxWithdrawalType = builder.objectRef<Row<typeof MaxWithdrawal.fields>>(MaxWithdrawal.name);

MaxWithdrawalType.implement({
  description: MaxWithdrawal.description,
  fields: (t) => exposeRow(t, maxWithdrawal),
});

builder.objectField(AccountType, 'maxWithdrawal', (t) =>
  t.field({
    type: [MaxWithdrawalType],
    nullable: { list: true, items: true },
    ...listByKeys(maxWithdrawal),
    description:
      'What can be moved to the funding account now. With `ccy`, item i answers `ccy[i]` and is null where the exchange has no row; without it, every currency that the account owns.',
    args: {
      ccy: t.arg.idList({
        description: describeKeys(maxWithdrawal, 'ccy', 'Currencies to answer, in this order.'),
      }),
    },
    resolve: ({ id: accountId }, { ccy }, context) =>
      ccy
        ? loadEachRow(context, { accountId, endpoint: maxWithdrawal, by: 'ccy', values: ccy })
        : context.loader.whole(accountId, maxWithdrawal),
  }),
);

builder.objectField(CurrencyDetailType, 'maxWithdrawal', (t) =>
  t.field({
    type: MaxWithdrawalType,
    ...callsOf(callsForRowsOf([balance, 'ccy'], [maxWithdrawal, 'ccy'])),
    description:
      'What can be moved to the funding account now. Currencies of one list share calls.',
    resolve: (row, _args, context) =>
      loadRow(context, {
        accountId: row.accountId,
        endpoint: maxWithdrawal,
        by: 'ccy',
        value: keyOf(row, 'ccy', balance),
      }),
  }),
);

builder.objectField(AccountCurrencyType, 'maxWithdrawal', (t) =>
  t.field({
    type: MaxWithdrawalType,
    ...callsOf(1),
    description: 'What can be moved to the funding account now.',
    resolve: ({ accountId, ccy: value }, _args, context) =>
      loadRow(context, { accountId, endpoint: maxWithdrawal, by: 'ccy', value }),
  }),
);
