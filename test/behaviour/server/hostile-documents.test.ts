import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readExampleOperations } from '../../../src/server/example-operations.ts';
import { createHarness } from '../../support/harness.ts';
import { hostileDocuments, repeat } from '../../support/hostile-documents.ts';

describe('a document that would occupy the process is refused, and nothing is sent', () => {
  test.each(hostileDocuments)('very many, or long: %s', async (_what, document, code) => {
    const { query, exchange } = createHarness();
    const { data, errors = [] } = await query(document);
    expect(data).toBeUndefined();
    expect(new Set(errors.map(({ extensions }) => extensions['code']))).toEqual(new Set([code]));
    expect(JSON.stringify(errors).length).toBeLessThan(200_000);
    expect(exchange.calls).toEqual([]);
  });
});

describe('what pages, tools and routers send is let through', () => {
  test.each(readExampleOperations().map(({ query }) => query))('%s', async (document) => {
    const { data } = await createHarness().query(document);
    expect(data).toBeTypeOf('object');
  });

  test.each([
    ['introspection', getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true })],
    [
      'the longest list, written out',
      `{ account { maxWithdrawal(ccy: [${repeat(400, (index) => `"X${index}"`)}]) { maxWd } } }`,
    ],
    [
      'fifty fragments',
      `{ account { ${repeat(50, (index) => `...F${index}`)} } } ${repeat(50, (index) => `fragment F${index} on Account { id totalEq details { ccy } }`)}`,
    ],
    ['a hundred fields of one name', `{ account { ${'id '.repeat(100)} } }`],
  ])('%s', async (_what, document) => {
    const { errors } = await createHarness().query(document);
    expect(errors).toBeUndefined();
  });

  test('hundreds of entities with some fields each', async () => {
    const { query } = createHarness();
    const representations = Array.from({ length: 700 }, (_, index) => ({
      __typename: 'Currency',
      ccy: `X${index}`,
    }));
    const { errors } = await query(
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Currency { ccy a: ccy b: ccy } } }',
      { variables: { representations } },
    );
    expect(errors).toBeUndefined();
  });
});

describe('where an error is', () => {
  const linesBefore = (count: number) => `{${'\n'.repeat(count)} account(id: "who") { id } }`;

  test('is told in a query as people write it', async () => {
    const { errors } = await createHarness().query(linesBefore(60));
    expect(errors).toMatchObject([{ locations: [{ line: 61, column: 2 }] }]);
  });

  test('is told by its path alone when there are very many lines to be counted', async () => {
    const { errors = [] } = await createHarness().query(linesBefore(100_000));
    expect(errors).toMatchObject([{ path: ['account'] }]);
    expect(errors[0]).not.toHaveProperty('locations');
  });
});
