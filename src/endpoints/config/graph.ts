import type { Row } from '../../exchange/decode.ts';
import { type AccountNode, AccountType } from '../../graph/account.ts';
import { builder } from '../../graph/builder.ts';
import type { Context } from '../../graph/context.ts';
import { callsOf } from '../../graph/cost.ts';
import { enumOf, exposeRow } from '../../graph/fields.ts';
import { AccountMode } from './codes.ts';
import { AccountConfig, config } from './declaration.ts';

type ConfigRow = Row<typeof AccountConfig.fields>;

const AccountConfigType = builder.objectRef<ConfigRow>(AccountConfig.name);

AccountConfigType.implement({
  description: AccountConfig.description,
  fields: (t) => exposeRow(t, config),
});

async function loadConfig({ id }: AccountNode, { loader }: Context): Promise<ConfigRow | null> {
  return (await loader.whole(id, config))[0] ?? null;
}

builder.objectFields(AccountType, (t) => ({
  config: t.field({
    type: AccountConfigType,
    ...callsOf(1),
    description: 'How the account is set up.',
    resolve: (account, _args, context) => loadConfig(account, context),
  }),
  mode: t.field({
    type: enumOf(AccountMode),
    ...callsOf(1),
    description:
      'The mode of the account, which decides what it can trade and which figures it has. The same as `acctLv` of `config`, by the same call.',
    resolve: async (account, _args, context) => {
      const row = await loadConfig(account, context);
      // An error in the place of a value, which GraphQL takes like one that was thrown.
      if (row?.acctLv instanceof Error) throw row.acctLv;
      return row?.acctLv ?? null;
    },
  }),
}));
