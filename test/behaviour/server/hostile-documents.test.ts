import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readExampleOperations } from '../../../src/graphiql/example-operations.ts';
import { firstAnswer } from '../../support/first-answer.ts';
import { createHarness } from '../../support/harness.ts';
import { hostileDocuments, repeat } from '../../support/hostile-documents.ts';

describe('a document that would occupy the process is refused, and nothing is sent', () => {
  test.each(hostileDocuments)('very many, or long: %s', async (_what, document, ...codes) => {
    const { query, exchange } = createHarness();
    const { data, errors = [] } = await query(document);
    expect(data).toBeUndefined();
    const [code, ...others] = new Set(errors.map(({ extensions }) => extensions['code']));
    expect(codes).toContain(code);
    expect(others).toEqual([]);
    expect(JSON.stringify(errors).length).toBeLessThan(200_000);
    expect(exchange.calls).toEqual([]);
  });
});

describe('what pages, tools and routers send is let through', () => {
  test.each(readExampleOperations().map(({ query }) => query))('%s', async (document) => {
    const { data } = await firstAnswer(createHarness(), document);
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
  const behindLines = (count: number, field: string) => `{${'\n'.repeat(count)} ${field} }`;
  const unknownAccount = 'account(id: "who") { id }';

  test('is told in a query as people write it', async () => {
    const { errors } = await createHarness().query(behindLines(60, unknownAccount));
    expect(errors).toMatchObject([{ locations: [{ line: 61, column: 2 }] }]);
  });

  test('is told of what is wrong with a query also when that is long', async () => {
    const { errors } = await createHarness().query(behindLines(400, 'who'));
    expect(errors).toMatchObject([{ locations: [{ line: 401, column: 2 }] }]);
  });

  test.each([400, 100_000])(
    'is told by its path alone when %i lines would be counted for each',
    async (count) => {
      const { errors = [] } = await createHarness().query(behindLines(count, unknownAccount));
      expect(errors).toMatchObject([{ path: ['account'] }]);
      expect(errors[0]).not.toHaveProperty('locations');
    },
  );

  test('is not told of what is wrong with a query of very many lines', async () => {
    const { errors = [] } = await createHarness().query(behindLines(100_000, 'who'));
    expect(errors).toMatchObject([{ message: expect.stringContaining('"who"') }]);
    expect(errors[0]).not.toHaveProperty('locations');
  });
});
