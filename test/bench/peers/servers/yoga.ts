import { createServer } from 'node:http';
import { createYoga } from 'graphql-yoga';
import { createContext, createSchema } from './resolvers.ts';
import { serve } from './serve.ts';

const yoga = createYoga({
  schema: createSchema(),
  context: createContext,
  logging: false,
  graphiql: false,
});
serve(createServer((request, response) => void yoga(request, response)));
