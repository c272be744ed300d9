import { accountArg } from '../../graph/arguments.ts';
import { builder } from '../../graph/builder.ts';
import { asEntity } from '../../graph/entities.ts';
import { parseEntityKey, parseAccountEntityKey } from '../../graph/entity-keys.ts';
import { idField } from '../../graph/fields.ts';
import { writeId } from '../../graph/ids.ts';
import { parseInstrument } from '../../graph/keys.ts';
import { openAccount } from '../../graph/open-account.ts';

interface InstrumentNode {
  readonly instId: string;
}

/** An instrument as one account sees it. */
interface AccountInstrumentNode extends InstrumentNode {
  readonly accountId: string;
}

export const InstrumentType = builder.objectRef<InstrumentNode>('Instrument');
export const AccountInstrumentType = builder.objectRef<AccountInstrumentNode>('AccountInstrument');

const instIdDescription = 'Instrument id, such as `BTC-USDT` or `BTC-USDT-SWAP`.';

InstrumentType.implement({
  description: 'Something that can be traded, the same for all accounts.',
  fields: (t) => ({
    id: idField(t, ({ instId }) => writeId({ instId }, 'instrument')),
    instId: t.exposeID('instId', { nullable: false, description: instIdDescription }),
    forAccount: t.field({
      type: AccountInstrumentType,
      description: 'The instrument as one account sees it.',
      args: { accountId: accountArg(t.arg) },
      resolve: ({ instId }, { accountId }, context) => ({
        accountId: openAccount(context, accountId, [instId]),
        instId,
      }),
    }),
  }),
});

AccountInstrumentType.implement({
  description: 'An instrument as one account sees it.',
  fields: (t) => ({
    id: idField(t, ({ accountId, instId }) => writeId({ instId }, 'instrument', accountId)),
    accountId: t.exposeID('accountId', {
      nullable: false,
      description: 'The local id of the account.',
    }),
    instId: t.exposeID('instId', { nullable: false, description: instIdDescription }),
    instrument: t.field({
      type: InstrumentType,
      nullable: false,
      description: 'The instrument, the same for all accounts.',
      resolve: ({ instId }) => ({ instId }),
    }),
  }),
});

asEntity(InstrumentType, {
  key: 'instId',
  resolveReference: ({ instId }) => ({
    instId: parseEntityKey(parseInstrument, 'instId', instId),
  }),
});

asEntity(AccountInstrumentType, {
  key: 'accountId instId',
  resolveReference: ({ accountId, instId: key }, context) => {
    const parsed = parseAccountEntityKey(context, parseInstrument, 'instId', { accountId, key });
    return { accountId: parsed.accountId, instId: parsed.key };
  },
});
