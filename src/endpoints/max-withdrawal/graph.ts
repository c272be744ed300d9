import type { Row } from '../../exchange/decode.ts';
import { AccountType, chooseAccount } from '../../graph/account.ts';
import { accountArg, describeKeys } from '../../graph/arguments.ts';
import { builder } from '../../graph/builder.ts';
import { CurrencyType } from '../currency/graph.ts';
import { exposeFields } from '../../graph/fields.ts';
import { idOf, loadEachRow, loadRow } from '../../graph/rows.ts';
import { balance } from '../balance/declaration.ts';
import { CurrencyDetailType } from '../balance/graph.ts';
import { MaxWithdrawal, maxWithdrawal } from './declaration.ts';

const MaxWithdrawalType = builder.objectRef<Row<typeof MaxWithdrawal.fields>>(MaxWithdrawal.name);

MaxWithdrawalType.implement({
  description: MaxWithdrawal.description,
  fields: (t) => exposeFields(t, MaxWithdrawal, ['ccy', 'asOf']),
});

builder.objectField(AccountType, 'maxWithdrawal', (t) =>
  t.field({
    type: [MaxWithdrawalType],
    nullable: { list: true, items: true },
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
    description:
      'What can be moved to the funding account now. Currencies of one list share calls.',
    resolve: ({ accountId, ccy }, _args, context) =>
      loadRow(context, {
        accountId,
        endpoint: maxWithdrawal,
        by: 'ccy',
        value: idOf(ccy, balance),
      }),
  }),
);

builder.objectField(CurrencyType, 'maxWithdrawal', (t) =>
  t.field({
    type: MaxWithdrawalType,
    description: 'What an account can move to its funding account now.',
    args: {
      accountId: accountArg(t.arg),
    },
    resolve: (source, { accountId }, context) =>
      loadRow(context, {
        accountId: chooseAccount(context, accountId, source.accountId),
        endpoint: maxWithdrawal,
        by: 'ccy',
        value: source.ccy,
      }),
  }),
);
