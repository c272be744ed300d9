import { createServer } from 'node:http';
import {
  constant,
  type FieldArgs,
  get,
  loadMany,
  loadOne,
  makeGrafastSchema,
  type Step,
} from 'grafast';
import { grafserv } from 'grafserv/node';
import {
  askFor,
  askForAccount,
  askForOne,
  details,
  maxAvail,
  maxLoan,
  maxWithdrawal,
  type Row,
} from './exchange.ts';
import { enums, typeDefs, wholeFields, writeTime } from './schema.ts';
import { serve } from './serve.ts';

// A lookup is a whole list of keys, since a field asks for one.

type Lists = readonly (readonly string[])[];

const loadAccounts = async (ids: readonly string[]) => {
  const row = await askForAccount();
  return ids.map(() => row);
};
const loadDetails = async (lists: Lists) =>
  Promise.all(lists.map((ccys) => askForOne(details, ccys)));
const loadAvails = async (lists: Lists, { shared }: { readonly shared: string }) =>
  Promise.all(lists.map((ids) => askForOne(maxAvail, ids, { tdMode: shared })));
const loadLoans = async (lists: Lists, { shared }: { readonly shared: string }) =>
  Promise.all(lists.map(async (ids) => (await askFor(maxLoan, ids, { mgnMode: shared })).flat()));
const loadWithdrawals = async (ccys: readonly string[]) => askForOne(maxWithdrawal, ccys);

const argument = (fieldArgs: FieldArgs, name: string) => fieldArgs.getRaw(name) as Step<never>;

const schema = makeGrafastSchema({
  typeDefs,
  enums: Object.fromEntries(Object.entries(enums).map(([name, values]) => [name, { values }])),
  scalars: { DateTime: { serialize: writeTime } },
  objects: {
    Query: { plans: { account: () => constant({}) } },
    Account: {
      plans: {
        ...Object.fromEntries(
          wholeFields.map((field) => [
            field,
            () => loadOne(constant(''), loadAccounts).get(field as never),
          ]),
        ),
        details: (_account, fieldArgs) => loadMany(argument(fieldArgs, 'ccy'), loadDetails),
        maxAvail: (_account, fieldArgs) =>
          loadMany(argument(fieldArgs, 'instId'), {
            load: loadAvails,
            shared: () => argument(fieldArgs, 'tdMode'),
          }),
        maxLoan: (_account, fieldArgs) =>
          loadMany(argument(fieldArgs, 'instId'), {
            load: loadLoans,
            shared: () => argument(fieldArgs, 'mgnMode'),
          }),
      },
    },
    CurrencyDetail: {
      plans: {
        maxWithdrawal: ($detail) =>
          loadOne(get($detail as Step<Row>, 'ccy') as Step<string>, loadWithdrawals),
      },
    },
  },
});

const server = createServer();
await grafserv({
  schema,
  preset: { grafserv: { graphqlPath: '/graphql', graphiql: false, websockets: false } },
}).addTo(server);
serve(server);
