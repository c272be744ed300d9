import { makeExecutableSchema } from '@graphql-tools/schema';
import DataLoader from 'dataloader';
import { GraphQLScalarType } from 'graphql';
import {
  askFor,
  askForAccount,
  askForOne,
  type Batch,
  details,
  maxAvail,
  maxLoan,
  maxWithdrawal,
  type Row,
} from './exchange.ts';
import { enums, typeDefs, wholeFields, writeTime } from './schema.ts';

/** What a request has of its own: a DataLoader for each endpoint and what else it is asked by. */
export interface Context {
  readonly one: (batch: Batch, params?: Readonly<Record<string, string>>) => Loader<Row | null>;
  readonly loans: (mgnMode: string) => Loader<readonly Row[]>;
  readonly account: Loader<Row>;
}
type Loader<Value> = DataLoader<string, Value>;

export function createContext(): Context {
  const known = new Map<string, unknown>();
  function remembered<Value>(id: string, create: () => Loader<Value>): Loader<Value> {
    const loader = (known.get(id) as Loader<Value> | undefined) ?? create();
    known.set(id, loader);
    return loader;
  }
  return {
    one: (batch, params) =>
      remembered(
        `${batch.endpoint} ${params?.['tdMode'] ?? ''}`,
        () => new DataLoader((keys) => askForOne(batch, keys, params)),
      ),
    loans: (mgnMode) =>
      remembered(
        `loans ${mgnMode}`,
        () => new DataLoader((keys) => askFor(maxLoan, keys, { mgnMode })),
      ),
    account: new DataLoader(async (keys) => {
      const row = await askForAccount();
      return keys.map(() => row);
    }),
  };
}

/** What mercurius, whose loaders take the place of the others, has in common with those that use DataLoader. */
export const baseResolvers = {
  ...enums,
  DateTime: new GraphQLScalarType({ name: 'DateTime', serialize: writeTime }),
  Query: { account: () => ({}) },
  Account: Object.fromEntries(
    wholeFields.map((field) => [
      field,
      async (_account: unknown, _arguments: unknown, { account }: Context) =>
        (await account.load(''))[field],
    ]),
  ),
};

/** For servers that run any schema. */
export const createSchema = () =>
  makeExecutableSchema<Context>({
    typeDefs,
    resolvers: {
      ...baseResolvers,
      Account: {
        ...baseResolvers.Account,
        details: async (
          _account: unknown,
          { ccy }: { readonly ccy: readonly string[] },
          { one }: Context,
        ) => one(details).loadMany(ccy),
        maxAvail: async (
          _account: unknown,
          { instId, tdMode }: { readonly instId: readonly string[]; readonly tdMode: string },
          { one }: Context,
        ) => one(maxAvail, { tdMode }).loadMany(instId),
        maxLoan: async (
          _account: unknown,
          { instId, mgnMode }: { readonly instId: readonly string[]; readonly mgnMode: string },
          { loans }: Context,
        ) => (await Promise.all(instId.map((id) => loans(mgnMode).load(id)))).flat(),
      },
      CurrencyDetail: {
        maxWithdrawal: async (
          { ccy }: { readonly ccy: string },
          _arguments: unknown,
          { one }: Context,
        ) => one(maxWithdrawal).load(ccy),
      },
    },
  });
