import { chooseAccount } from '../../graph/account.ts';
import { builder } from '../../graph/builder.ts';
import { parseCurrency, parseEntityKey } from '../../graph/keys.ts';

/** A currency, and the account whose view of it led here. */
export interface CurrencyNode {
  readonly ccy: string;
  readonly accountId: string;
}

export const CurrencyType = builder.objectRef<CurrencyNode>('Currency');

CurrencyType.implement({
  description: 'A currency, as accounts see it.',
  fields: (t) => ({
    ccy: t.exposeID('ccy', { nullable: false, description: 'Currency code, such as `BTC`.' }),
  }),
});

builder.asEntity(CurrencyType, {
  key: builder.selection<{ ccy: string }>('ccy'),
  resolveReference: async ({ ccy }, context) => ({
    ccy: parseEntityKey(parseCurrency, 'ccy', ccy),
    accountId: chooseAccount(context),
  }),
});
