import { readExampleOperations } from './example-operations.ts';

/** What the page asks for by itself after each query, to show what is left of the rate limits. */
export const budgetsQuery = '{ accounts { id rateBudgets { endpoint limit available } } }';

/** All that the page sends without somebody having written it. */
export const pageDocuments = (): readonly string[] => [
  budgetsQuery,
  ...readExampleOperations().map(({ query }) => query),
];
