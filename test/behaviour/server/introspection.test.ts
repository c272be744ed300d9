import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { expect, test } from 'vitest';
import { servedSchema } from '../../../src/server/served-schema.ts';
import { createHarness } from '../../support/harness.ts';

/** All that a directive can stand at in GraphQL as it is published, October 2021. */
const published =
  /^(?:QUERY|MUTATION|SUBSCRIPTION|FIELD|FRAGMENT_DEFINITION|FRAGMENT_SPREAD|INLINE_FRAGMENT|VARIABLE_DEFINITION|SCHEMA|SCALAR|OBJECT|FIELD_DEFINITION|ARGUMENT_DEFINITION|INTERFACE|UNION|ENUM|ENUM_VALUE|INPUT_OBJECT|INPUT_FIELD_DEFINITION)$/;

test('a client that knows GraphQL as it is published can build the schema', async () => {
  const { query } = createHarness();
  const answer = JSON.stringify((await query(getIntrospectionQuery())).data);
  const data: IntrospectionQuery = JSON.parse(answer);
  const built = buildClientSchema(data);
  const directives = built.getDirectives();
  expect(directives.map(({ name }) => name)).toContain('deprecated');
  for (const { locations } of directives) {
    for (const location of locations) expect(location).toMatch(published);
  }
  expect(Object.keys(built.getTypeMap()).toSorted()).toEqual(
    Object.keys(servedSchema.getTypeMap()).toSorted(),
  );
});
