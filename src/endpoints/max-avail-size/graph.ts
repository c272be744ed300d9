import type { Row } from '../../exchange/decode.ts';
import { AccountType } from '../../graph/account.ts';
import { paramArgs, describeKeys } from '../../graph/arguments.ts';
import { builder } from '../../graph/builder.ts';
import { callsOf, listByKeys } from '../../graph/cost.ts';
import { exposeRow } from '../../graph/fields.ts';
import { keyOf } from '../../graph/ids.ts';
import { loadEachRow, loadRow } from '../../graph/rows.ts';
import { AccountInstrumentType, InstrumentType } from '../instrument/graph.ts';
import { MaxAvail, maxAvailSize } from './declaration.ts';
import { paidWith } from './paid-with.ts';

type MaxAvailRow = Row<typeof MaxAvail.fields>;

const MaxAvailType = builder.objectRef<MaxAvailRow>(MaxAvail.name);

const paidWithOf = (row: MaxAvailRow) => paidWith(keyOf(row, 'instId', maxAvailSize), row.params);

MaxAvailType.implement({
  description: MaxAvail.description,
  fields: (t) => ({
    ...exposeRow(t, maxAvailSize),
    buyCcy: t.id({
      description:
        'The currency that `availBuy` is in: of pairs the quote currency, or the `ccy` asked for with cross margin; of contracts the one that they are settled in. Null where the exchange does not say.',
      resolve: (row) => paidWithOf(row).buyCcy,
    }),
    sellCcy: t.id({
      description:
        'The currency that `availSell` is in: of pairs the base currency, or the `ccy` asked for with cross margin; of contracts the one that they are settled in. Null where the exchange does not say.',
      resolve: (row) => paidWithOf(row).sellCcy,
    }),
    instrument: t.field({
      type: InstrumentType,
      nullable: false,
      description: 'The instrument, the same for all accounts.',
      resolve: (row) => ({ instId: keyOf(row, 'instId', maxAvailSize) }),
    }),
  }),
});

builder.objectField(AccountType, 'maxAvail', (t) =>
  t.field({
    type: [MaxAvailType],
    nullable: { list: true, items: true },
    ...listByKeys(maxAvailSize),
    description: `${maxAvailSize.description} Item i answers \`instId[i]\`.`,
    args: {
      instId: t.arg.idList({
        required: true,
        description: describeKeys(maxAvailSize, 'instId', 'Instruments to answer, in this order.'),
      }),
      ...paramArgs(t.arg, maxAvailSize),
    },
    resolve: ({ id: accountId }, { instId, ...args }, context) =>
      loadEachRow(context, {
        accountId,
        endpoint: maxAvailSize,
        by: 'instId',
        values: instId,
        args,
      }),
  }),
);

builder.objectField(AccountInstrumentType, 'maxAvail', (t) =>
  t.field({
    type: MaxAvailType,
    ...callsOf(1),
    description: maxAvailSize.description,
    args: paramArgs(t.arg, maxAvailSize),
    resolve: ({ accountId, instId: value }, args, context) =>
      loadRow(context, { accountId, endpoint: maxAvailSize, by: 'instId', value, args }),
  }),
);
