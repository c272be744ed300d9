import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { z } from 'zod';
import {
  balance,
  createLoaders,
  credentialsShape,
  type Loaders,
  maxAvail,
  maxLoan,
  maxWithdrawal,
  type Row,
} from './plain-loaders.ts';

// The usual way to put GraphQL before REST, to compare with: resolvers, and for each request a DataLoader of each
// endpoint, which fills calls with the keys of that request. It knows nothing of other requests, nor of limits.

const environment = z
  .object({ ACCOUNTS_FILE: z.string(), PORT: z.coerce.number() })
  .parse(process.env);
const [credentials] = z
  .tuple([credentialsShape])
  .rest(z.unknown())
  .parse(JSON.parse(readFileSync(environment.ACCOUNTS_FILE, 'utf8')));

interface Context {
  readonly loaders: Loaders;
}
interface DetailsArguments {
  readonly ccy: readonly string[];
}
interface AvailArguments {
  readonly instId: readonly string[];
  readonly tdMode: string;
  readonly px?: string;
  readonly reduceOnly?: boolean;
}
interface LoanArguments {
  readonly instId: readonly string[];
  readonly mgnMode: string;
}

const schema = createSchema<Context>({
  typeDefs: /* GraphQL */ `
    scalar Decimal
    type Query {
      account: Account
    }
    type Account {
      details(ccy: [ID!] = []): [Detail]!
      maxAvail(instId: [ID!]!, tdMode: TradeMode!, px: Decimal, reduceOnly: Boolean): [MaxAvail]!
      maxLoan(instId: [ID!] = [], mgnMode: MarginMode!): [MaxLoan]!
    }
    type Detail {
      ccy: ID!
      eq: Decimal
      availBal: Decimal
      maxWithdrawal: MaxWithdrawal
    }
    type MaxWithdrawal {
      maxWd: Decimal
    }
    type MaxAvail {
      instId: ID!
      availBuy: Decimal
      availSell: Decimal
    }
    type MaxLoan {
      instId: ID
      side: OrderSide
      maxLoan: Decimal
    }
    enum TradeMode {
      CASH
      CROSS
    }
    enum MarginMode {
      CROSS
    }
    enum OrderSide {
      BUY
      SELL
    }
  `,
  resolvers: {
    TradeMode: { CASH: 'cash', CROSS: 'cross' },
    MarginMode: { CROSS: 'cross' },
    OrderSide: { BUY: 'buy', SELL: 'sell' },
    Query: { account: () => ({}) },
    Account: {
      details: (_account: unknown, { ccy }: DetailsArguments, { loaders }: Context) =>
        ccy.map((key) => firstOf(loaders.rows(balance, key))),
      maxAvail: (_account: unknown, { instId, ...others }: AvailArguments, { loaders }: Context) =>
        instId.map((key) => firstOf(loaders.rows(maxAvail, key, asText(others)))),
      maxLoan: async (
        _account: unknown,
        { instId, mgnMode }: LoanArguments,
        { loaders }: Context,
      ) => (await Promise.all(instId.map((key) => loaders.rows(maxLoan, key, { mgnMode })))).flat(),
    },
    Detail: {
      maxWithdrawal: (
        { ccy }: { readonly ccy: string },
        _arguments: unknown,
        { loaders }: Context,
      ) => firstOf(loaders.rows(maxWithdrawal, ccy)),
    },
  },
});

const yoga = createYoga({
  schema,
  logging: false,
  context: () => ({ loaders: createLoaders(credentials) }),
});
const server = createServer((request, response) => void yoga(request, response));
server.listen(environment.PORT, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not on a TCP port');
  console.log(`GraphiQL  http://127.0.0.1:${address.port}${yoga.graphqlEndpoint}`);
});
process.once('SIGTERM', () => process.exit());

async function firstOf(rows: Promise<readonly Row[]>): Promise<Row | null> {
  return (await rows)[0] ?? null;
}

function asText(parameters: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, String(value)] as const),
  );
}
