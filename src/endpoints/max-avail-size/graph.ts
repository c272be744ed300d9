import type { Row } from '../../exchange/decode.ts';
import { AccountType, chooseAccount } from '../../graph/account.ts';
import { accountArg, paramArgs, describeKeys } from '../../graph/arguments.ts';
import { builder } from '../../graph/builder.ts';
import { exposeFields } from '../../graph/fields.ts';
import { InstrumentType } from '../instrument/graph.ts';
import { idOf, loadEachRow, loadRow } from '../../graph/rows.ts';
import { MaxAvail, maxAvailSize } from './declaration.ts';

const MaxAvailType = builder.objectRef<Row<typeof MaxAvail.fields>>(MaxAvail.name);

MaxAvailType.implement({
  description: MaxAvail.description,
  fields: (t) => ({
    ...exposeFields(t, MaxAvail, ['instId', 'asOf']),
    instrument: t.field({
      type: InstrumentType,
      nullable: false,
      description: 'The instrument, for what else is known of it.',
      resolve: ({ instId, accountId }) => ({ instId: idOf(instId, maxAvailSize), accountId }),
    }),
  }),
});

builder.objectField(AccountType, 'maxAvail', (t) =>
  t.field({
    type: [MaxAvailType],
    nullable: { list: true, items: true },
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

builder.objectField(InstrumentType, 'maxAvail', (t) =>
  t.field({
    type: MaxAvailType,
    description: maxAvailSize.description,
    args: {
      accountId: accountArg(t.arg),
      ...paramArgs(t.arg, maxAvailSize),
    },
    resolve: (source, { accountId, ...args }, context) =>
      loadRow(context, {
        accountId: chooseAccount(context, accountId, source.accountId),
        endpoint: maxAvailSize,
        by: 'instId',
        value: source.instId,
        args,
      }),
  }),
);
