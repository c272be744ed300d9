/** Where queries go, and GraphiQL is. */
export const graphqlPath = '/graphql';
/** Answers while the process runs. */
export const livePath = '/health/live';
/** Answers whether queries are to be sent. */
export const readyPath = '/health/ready';
