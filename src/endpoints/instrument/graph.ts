import { chooseAccount } from '../../graph/account.ts';
import { builder } from '../../graph/builder.ts';
import { parseEntityKey, parseInstrument } from '../../graph/keys.ts';

/** An instrument, and the account whose view of it led here. */
export interface InstrumentNode {
  readonly instId: string;
  readonly accountId: string;
}

export const InstrumentType = builder.objectRef<InstrumentNode>('Instrument');

InstrumentType.implement({
  description: 'Something that can be traded, as accounts see it.',
  fields: (t) => ({
    instId: t.exposeID('instId', {
      nullable: false,
      description: 'Instrument id, such as `BTC-USDT` or `BTC-USDT-SWAP`.',
    }),
  }),
});

builder.asEntity(InstrumentType, {
  key: builder.selection<{ instId: string }>('instId'),
  resolveReference: async ({ instId }, context) => ({
    instId: parseEntityKey(parseInstrument, 'instId', instId),
    accountId: chooseAccount(context),
  }),
});
