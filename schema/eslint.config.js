import { fileURLToPath } from 'node:url';
import graphql from '@graphql-eslint/eslint-plugin';

const schema = fileURLToPath(new URL('schema.graphql', import.meta.url));
const documents = fileURLToPath(new URL('operations/*.graphql', import.meta.url));

/** What `npm run lint` holds the contract to: all that graphql-eslint recommends. */
export default [
  {
    files: ['**/*.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema, documents } },
    },
  },
  {
    files: ['**/schema.graphql'],
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      // A field has the name that the exchange gives it, and so has its endpoint: `MaxLoan.maxLoan`.
      '@graphql-eslint/no-typename-prefix': 'off',
    },
  },
  {
    files: ['**/operations/*.graphql'],
    rules: graphql.configs['flat/operations-recommended'].rules,
  },
];
