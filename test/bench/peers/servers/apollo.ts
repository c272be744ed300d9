import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { type Context, createContext, createSchema } from './resolvers.ts';
import { ready } from './serve.ts';

const server = new ApolloServer<Context>({ schema: createSchema(), csrfPrevention: false });
const { url } = await startStandaloneServer(server, {
  context: async () => createContext(),
  listen: { port: 0, host: '127.0.0.1' },
});
ready(url);
