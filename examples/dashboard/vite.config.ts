// Queries go to where the page is from, so no gateway has to be told of its origin.
const target = process.env['GATEWAY'] ?? 'http://127.0.0.1:4000';

export default { server: { proxy: { '/graphql': target } } };
