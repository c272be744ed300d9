import { accountArg } from '../../graph/arguments.ts';
import { builder } from '../../graph/builder.ts';
import { asEntity } from '../../graph/entities.ts';
import { parseEntityKey, parseAccountEntityKey } from '../../graph/entity-keys.ts';
import { idField } from '../../graph/fields.ts';
import { writeId } from '../../graph/ids.ts';
import { parseCurrency } from '../../graph/keys.ts';
import { openAccount } from '../../graph/open-account.ts';

interface CurrencyNode {
  readonly ccy: string;
}

/** A currency as one account sees it. */
interface AccountCurrencyNode extends CurrencyNode {
  readonly accountId: string;
}

export const CurrencyType = builder.objectRef<CurrencyNode>('Currency');
export const AccountCurrencyType = builder.objectRef<AccountCurrencyNode>('AccountCurrency');

const ccyDescription = 'Currency code, such as `BTC`.';

CurrencyType.implement({
  description: 'A currency, the same for all accounts.',
  fields: (t) => ({
    id: idField(t, ({ ccy }) => writeId({ ccy }, 'currency')),
    ccy: t.exposeID('ccy', { nullable: false, description: ccyDescription }),
    forAccount: t.field({
      type: AccountCurrencyType,
      description: 'The currency as one account sees it.',
      args: { accountId: accountArg(t.arg) },
      resolve: ({ ccy }, { accountId }, context) => ({
        accountId: openAccount(context, accountId, [ccy]),
        ccy,
      }),
    }),
  }),
});

AccountCurrencyType.implement({
  description: 'A currency as one account sees it.',
  fields: (t) => ({
    id: idField(t, ({ accountId, ccy }) => writeId({ ccy }, 'currency', accountId)),
    accountId: t.exposeID('accountId', {
      nullable: false,
      description: 'The local id of the account.',
    }),
    ccy: t.exposeID('ccy', { nullable: false, description: ccyDescription }),
    currency: t.field({
      type: CurrencyType,
      nullable: false,
      description: 'The currency, the same for all accounts.',
      resolve: ({ ccy }) => ({ ccy }),
    }),
  }),
});

asEntity(CurrencyType, {
  key: 'ccy',
  resolveReference: ({ ccy }) => ({ ccy: parseEntityKey(parseCurrency, 'ccy', ccy) }),
});

asEntity(AccountCurrencyType, {
  key: 'accountId ccy',
  resolveReference: ({ accountId, ccy: key }, context) => {
    const parsed = parseAccountEntityKey(context, parseCurrency, 'ccy', { accountId, key });
    return { accountId: parsed.accountId, ccy: parsed.key };
  },
});
