import { GatewayError } from '../../errors/gateway-error.ts';
import type { Row } from '../../exchange/decode.ts';
import { AccountType } from '../../graph/account.ts';
import { paramArgs, describeKeys } from '../../graph/arguments.ts';
import { type ArgBuilder, builder } from '../../graph/builder.ts';
import { callsForRowsOf, listByKeys, listOf } from '../../graph/cost.ts';
import { enumOf, exposeRow } from '../../graph/fields.ts';
import { keyOf } from '../../graph/ids.ts';
import { loadFlat, loadRows } from '../../graph/rows.ts';
import { balance } from '../balance/declaration.ts';
import { CurrencyDetailType } from '../balance/graph.ts';
import { MarginMode } from '../codes.ts';
import { AccountCurrencyType } from '../currency/graph.ts';
import { AccountInstrumentType } from '../instrument/graph.ts';
import { MaxLoan, maxLoan } from './declaration.ts';

const MaxLoanType = builder.objectRef<Row<typeof MaxLoan.fields>>(MaxLoan.name);

MaxLoanType.implement({
  description: MaxLoan.description,
  fields: (t) => exposeRow(t, maxLoan),
});

builder.objectField(AccountType, 'maxLoan', (t) =>
  t.field({
    type: [MaxLoanType],
    nullable: { list: true, items: true },
    ...listByKeys(maxLoan),
    description: `${maxLoan.description} Ask by \`instId\` or by \`ccy\`. The rows stand in the order of the list; an instrument has one row for each side.`,
    args: {
      instId: t.arg.idList({
        description: describeKeys(
          maxLoan,
          'instId',
          'Spot or margin pairs to answer, in this order.',
        ),
      }),
      ccy: t.arg.idList({
        description: describeKeys(
          maxLoan,
          'ccy',
          'Currencies to answer, in this order; in Spot mode with borrowing enabled.',
        ),
      }),
      ...paramArgs(t.arg, maxLoan),
    },
    resolve: ({ id: accountId }, { instId, ccy, ...args }, context) => {
      if (instId && !ccy) {
        return loadFlat(context, {
          accountId,
          endpoint: maxLoan,
          by: 'instId',
          values: instId,
          args,
        });
      }
      if (ccy && !instId) {
        return loadFlat(context, { accountId, endpoint: maxLoan, by: 'ccy', values: ccy, args });
      }
      throw new GatewayError(
        'BAD_USER_INPUT',
        'maxLoan takes one of `instId` and `ccy`, and not both.',
      );
    },
  }),
);

const loansDescription =
  'What can be borrowed of the currency in Spot mode with borrowing enabled. Costs a call of the exchange for each currency.';
const marginModeArg = (t: ArgBuilder) =>
  t({ type: enumOf(MarginMode), required: true, description: 'Margin mode.' });

builder.objectField(CurrencyDetailType, 'maxLoans', (t) =>
  t.field({
    type: [MaxLoanType],
    nullable: { list: true, items: true },
    ...listOf(callsForRowsOf([balance, 'ccy'], [maxLoan, 'ccy']), 1),
    description: loansDescription,
    args: { mgnMode: marginModeArg(t.arg) },
    resolve: (row, args, context) =>
      loadRows(context, {
        accountId: row.accountId,
        endpoint: maxLoan,
        by: 'ccy',
        value: keyOf(row, 'ccy', balance),
        args,
      }),
  }),
);

builder.objectField(AccountCurrencyType, 'maxLoans', (t) =>
  t.field({
    type: [MaxLoanType],
    nullable: { list: true, items: true },
    ...listOf(1, 1),
    description: loansDescription,
    args: { mgnMode: marginModeArg(t.arg) },
    resolve: ({ accountId, ccy: value }, args, context) =>
      loadRows(context, { accountId, endpoint: maxLoan, by: 'ccy', value, args }),
  }),
);

builder.objectField(AccountInstrumentType, 'maxLoan', (t) =>
  t.field({
    type: [MaxLoanType],
    nullable: { list: true, items: true },
    ...listOf(1, 1),
    description: `${maxLoan.description} One row for each side.`,
    args: paramArgs(t.arg, maxLoan),
    resolve: ({ accountId, instId: value }, args, context) =>
      loadRows(context, { accountId, endpoint: maxLoan, by: 'instId', value, args }),
  }),
);
