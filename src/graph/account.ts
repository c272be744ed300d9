import { AccountBalance, balance } from '../endpoints/balance/declaration.ts';
import { declarations } from '../endpoints/endpoints.ts';
import { accountNotFound } from '../errors/account-not-found.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Row } from '../exchange/decode.ts';
import { watchPeriods } from '../time/watch-periods.ts';
import { type ArgBuilder, builder } from './builder.ts';
import { asEntity } from './entities.ts';
import type { Context } from './context.ts';
import { callsOf, listOf } from './cost.ts';
import { parseId } from './entity-keys.ts';
import { loadedFields } from './fields.ts';
import { openAccount } from './open-account.ts';
import { RateBudgetType } from './rate-budget.ts';

/** An account by its local id. */
export interface AccountNode {
  readonly id: string;
  /** Loaded when it is asked for first; null where the exchange sent none. */
  readonly balance: () => Promise<Row<typeof AccountBalance.fields> | null>;
}

export const AccountType = builder.objectRef<AccountNode>(AccountBalance.name);

AccountType.implement({
  description: AccountBalance.description,
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false, description: 'The local id of the account.' }),
    ...loadedFields(t, AccountBalance, ({ balance: load }) => load()),
    rateBudgets: t.field({
      type: [RateBudgetType],
      nullable: false,
      ...listOf(0, declarations.length),
      description: 'What is left of the rate limits of the exchange. Makes no call.',
      resolve: ({ id }, _args, { budgets }) => budgets(id),
    }),
  }),
});

asEntity(AccountType, {
  key: 'id',
  resolveReference: ({ id }, context) =>
    createAccountNode(openAccount(context, parseId('id', id)), context),
});

/** Most callers may read fewer. */
const presumedAccounts = 10;

builder.queryFields((t) => ({
  accounts: t.field({
    type: [AccountType],
    nullable: false,
    ...listOf(1, presumedAccounts, 'first'),
    description:
      'The accounts that you may read, the default account first. Very many are to be asked for page by page: `first` of them, then as many `after` the last of these, until there are fewer.',
    args: {
      first: t.arg.int({
        description:
          'How many at most, 1 or more; without it, all. What is refused as too expensive wants fewer.',
      }),
      after: t.arg.id({
        description:
          'The local id of the account that was the last of the page before; without it, the list begins with the default account.',
      }),
    },
    resolve: (_root, page, context) =>
      pageOf(context.accountIds, page).map((id) => createAccountNode(id, context)),
  }),
  account: t.field({
    type: AccountType,
    ...callsOf(1),
    description: 'One account.',
    args: { id: idArgument(t.arg) },
    resolve: (_root, { id }, context) => accountOf(id, context),
  }),
}));

builder.subscriptionFields((t) => ({
  account: t.field({
    type: AccountType,
    ...callsOf(1),
    description:
      'One account, looked at again and again. However many look at it, it takes the calls of one, and yields to queries where calls are scarce: ages such as `asOf` tell.',
    args: {
      id: idArgument(t.arg),
      everyMs: t.arg.int({
        defaultValue: watchPeriods.usual,
        description: `At most so many milliseconds lie between two looks, from ${watchPeriods.shortest} to ${watchPeriods.longest}. All who look at an account have their turns together: it may be looked at up to twice as often. It is looked at less often for a caller that watches more than 200,000 fields a second.`,
      }),
    },
    // The gateway has it looked at again by itself: see `src/live`.
    async *subscribe() {
      yield undefined;
    },
    resolve(_root, { id, everyMs }, context) {
      const account = accountOf(id, context);
      context.watched(account.id, checkPeriod(everyMs));
      return account;
    },
  }),
}));

const idArgument = (arg: ArgBuilder) =>
  arg.id({ description: 'The local id of the account; without it, the default account.' });

/** @throws GatewayError `BAD_USER_INPUT`, `ACCOUNT_NOT_FOUND` */
function accountOf(id: string | null | undefined, context: Context): AccountNode {
  // Who has lost the id of an account must not be shown the money of another one.
  if (id === null) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      'The account is null: give its id, or leave the argument out.',
    );
  }
  return createAccountNode(openAccount(context, id ?? context.defaultAccountId), context);
}

/** @throws GatewayError `BAD_USER_INPUT` */
function checkPeriod(everyMs: number | null | undefined): number {
  const { shortest, longest } = watchPeriods;
  if (typeof everyMs === 'number' && everyMs >= shortest && everyMs <= longest) return everyMs;
  throw new GatewayError(
    'BAD_USER_INPUT',
    `\`everyMs\` is ${everyMs}: give milliseconds from ${shortest} to ${longest}, or leave it out for ${watchPeriods.usual}.`,
  );
}

interface Page {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** @throws GatewayError `BAD_USER_INPUT`, `ACCOUNT_NOT_FOUND` */
function pageOf(ids: readonly string[], { first, after }: Page): readonly string[] {
  if (first !== null && first !== undefined && first < 1) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `\`first\` is ${first}: ask for 1 account or more, or leave it out to get all.`,
    );
  }
  const last = after === null || after === undefined ? -1 : ids.indexOf(after);
  if (last === -1 && typeof after === 'string') throw accountNotFound(after);
  return ids.slice(last + 1, last + 1 + (first ?? ids.length));
}

function createAccountNode(id: string, { loader }: Context): AccountNode {
  const load = async () => (await loader.whole(id, balance))[0] ?? null;
  let row: ReturnType<typeof load> | undefined;
  return { id, balance: () => (row ??= load()) };
}
