import { makeExecutableSchema } from '@graphql-tools/schema';
import fastify from 'fastify';
import { mercurius } from 'mercurius';
import {
  askFor,
  askForOne,
  details,
  maxAvail,
  maxLoan,
  maxWithdrawal,
  type Row,
} from './exchange.ts';
import { baseResolvers, createContext } from './resolvers.ts';
import { typeDefs } from './schema.ts';
import { ready } from './serve.ts';

/** One field of one object that is to be loaded. */
interface Asked<Params> {
  readonly obj: Row;
  readonly params: Params;
}
type Load<Params> = (asked: readonly Asked<Params>[]) => Promise<readonly unknown[]>;

/** Without the cache of a request, for which each row would be written as JSON: nothing is asked for twice here. */
const loader = <Params>(load: Load<Params>) => ({ loader: load, opts: { cache: false } });

const app = fastify();
await app.register(mercurius, {
  schema: makeExecutableSchema({ typeDefs, resolvers: baseResolvers }),
  context: () => createContext() as object,
  jit: 1,
  loaders: {
    Account: {
      details: loader<{ readonly ccy: readonly string[] }>((asked) =>
        Promise.all(asked.map(({ params }) => askForOne(details, params.ccy))),
      ),
      maxAvail: loader<{ readonly instId: readonly string[]; readonly tdMode: string }>((asked) =>
        Promise.all(
          asked.map(({ params: { instId, tdMode } }) => askForOne(maxAvail, instId, { tdMode })),
        ),
      ),
      maxLoan: loader<{ readonly instId: readonly string[]; readonly mgnMode: string }>((asked) =>
        Promise.all(
          asked.map(async ({ params: { instId, mgnMode } }) =>
            (await askFor(maxLoan, instId, { mgnMode })).flat(),
          ),
        ),
      ),
    },
    CurrencyDetail: {
      maxWithdrawal: loader<object>((asked) =>
        askForOne(
          maxWithdrawal,
          asked.map(({ obj }) => String(obj['ccy'])),
        ),
      ),
    },
  },
});
ready(`${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`);
