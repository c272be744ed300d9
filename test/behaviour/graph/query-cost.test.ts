import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { credentialsOf } from '../../../src/simulator/embedded.ts';
import { createHarness } from '../../support/harness.ts';

const tooExpensive = { errors: [{ extensions: { code: 'QUERY_TOO_EXPENSIVE' } }] };

const aliases = (count: number, selection: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${selection}`).join(' ');

describe('a query whose answer would occupy the process is refused, and nothing is sent', () => {
  test('fragments that double at each level', async () => {
    const { query, exchange } = createHarness();
    const levels = Array.from(
      { length: 30 },
      (_, level) => `fragment F${level} on Instrument {
        a: forAccount(accountId: "spot") { instrument { ...F${level + 1} } }
        b: forAccount(accountId: "spot") { instrument { ...F${level + 1} } }
      }`,
    );
    const start = `{ account { maxAvail(instId: ["BTC-USDT"], tdMode: CASH) { instrument { ...F0 } } } }`;
    const document = [start, ...levels, 'fragment F30 on Instrument { instId }'].join('\n');
    expect(await query(document)).toMatchObject(tooExpensive);
    expect(exchange.calls).toEqual([]);
  });

  test('aliases of a long list in a variable', async () => {
    const { query, exchange } = createHarness();
    const fields = Array.from(
      { length: 500 },
      (_, index) => `a${index}: maxAvail(instId: $i, tdMode: CASH, px: "${index}") { availBuy }`,
    );
    const variables = { i: Array.from({ length: 100 }, (_, index) => `X${index}-USDT`) };
    const answer = await query(`query ($i: [ID!]!) { account { ${fields.join(' ')} } }`, {
      variables,
    });
    expect(answer).toMatchObject(tooExpensive);
    expect(exchange.calls).toEqual([]);
  });

  // The second is a name that every object has something of.
  test.each(['i', 'toString'])(
    'aliases of a long list that is the default of a variable: $%s',
    async (name) => {
      const { query, exchange } = createHarness();
      const ids = JSON.stringify(Array.from({ length: 100 }, (_, index) => `X${index}-USDT`));
      const fields = aliases(300, `maxAvail(instId: $${name}, tdMode: CASH) { availBuy }`);
      const answer = await query(`query ($${name}: [ID!]! = ${ids}) { account { ${fields} } }`);
      expect(answer).toMatchObject(tooExpensive);
      expect(exchange.calls).toEqual([]);
    },
  );

  test.each(['null', '$none'])(
    'aliases of a list of which nobody knows the length: %s',
    async (ccy) => {
      const { query, exchange } = createHarness();
      const fields = aliases(500, `details(ccy: ${ccy}) { eq }`);
      const answer = await query(
        `query ($none: [ID!]) { account { ${fields} } one: account { details(ccy: $none) { eq } } }`,
      );
      expect(answer).toMatchObject(tooExpensive);
      expect(exchange.calls).toEqual([]);
    },
  );

  test('all that is held in accounts of which there are too many', async () => {
    const held = `{ accounts { details { ${Array.from({ length: 30 }, (_, index) => `a${index}: eq`).join(' ')} } } }`;
    const four = createHarness();
    expect(await four.query(held)).not.toHaveProperty('errors');
    const [one] = credentialsOf(four.exchange, 'http://exchange.test');
    if (!one) throw new Error('the exchange has no accounts');
    const accounts = Array.from({ length: 14 }, (_, index) => ({ ...one, id: `${index}` }));
    expect(await createHarness({ accounts }).query(held)).toMatchObject(tooExpensive);
  });

  test.each([
    [
      'names of types',
      `{ account { ${aliases(90, 'maxAvail(instId: $i, tdMode: CASH) { ...N }')} } } fragment N on MaxAvail { ${aliases(300, '__typename')} }`,
    ],
    ['the schema', `{ ${aliases(5_000, '__schema { queryType { name } }')} }`],
    ['what is in the schema', `{ __schema { ${aliases(1_000, 'types { name }')} } }`],
    ['the text of the schema', `{ _service { ${aliases(500, 'sdl')} } }`],
    [
      'entities that are none',
      `{ _entities(representations: [${'1,'.repeat(20_000)}]) { __typename } }`,
    ],
  ])('%s, very often', async (_what, selection) => {
    const { query, exchange } = createHarness();
    const document = selection.includes('$i') ? `query ($i: [ID!]!) ${selection}` : selection;
    const variables = { i: Array.from({ length: 100 }, (_, index) => `X${index}-USDT`) };
    expect(await query(document, { variables })).toMatchObject(tooExpensive);
    expect(exchange.calls).toEqual([]);
  });

  test.each([
    ['lists', 'details { ccy currency { forAccount(accountId: "spot") { ccy } } }'],
    [
      'fragments without a type',
      '... { details { ccy currency { forAccount(accountId: "spot") { ccy } } } }',
    ],
  ])('lists within %s', async (_what, inner) => {
    const { query } = createHarness();
    const details = inner.replace('details', 'a: details');
    const many = Array.from({ length: 40 }, (_, index) => details.replace('a:', `a${index}:`));
    expect(await query(`{ accounts { ${many.join(' ')} } }`)).toMatchObject(tooExpensive);
  });
});

describe('an honest query is answered', () => {
  test('the longest list of currencies with much of what there is to know', async () => {
    const { query } = createHarness();
    const ccy = Array.from({ length: 200 }, (_, index) => `X${index}`);
    const fields =
      'ccy eq cashBal uTime availEq availBal frozenBal upl liab interest eqUsd maxWithdrawal { maxWd maxWdEx }';
    const { errors } = await query(
      `query ($c: [ID!]) { account { details(ccy: $c) { ${fields} } } }`,
      {
        variables: { ccy, c: ccy },
      },
    );
    expect(errors).toBeUndefined();
  });

  test('one of several in a document, of which another would be refused', async () => {
    const { query } = createHarness();
    const one = 'query One { account { id } }';
    const other = `query Other { ${aliases(600, 'accounts { details { eq } }')} }`;
    const ask = (operationName: string) => query(`${one} ${other}`, { operationName });
    expect(await ask('One')).toEqual({ data: { account: { id: 'multi-currency' } } });
    expect(await ask('Other')).toMatchObject(tooExpensive);
  });

  test('one value in place of a list of one', async () => {
    const { query, counts } = createHarness();
    const fields = Array.from(
      { length: 500 },
      (_, index) => `a${index}: maxAvail(instId: "BTC-USDT", tdMode: CASH) { availBuy }`,
    );
    expect((await query(`{ account { ${fields.join(' ')} } }`)).errors).toBeUndefined();
    expect(counts()).toEqual({ 'max-avail-size': 1 });
  });

  test('introspection', async () => {
    const { query } = createHarness();
    expect((await query(getIntrospectionQuery())).errors).toBeUndefined();
  });
});

test('variables in a URL that are not JSON are the fault of the request', async () => {
  const { gateway } = createHarness();
  const response = await gateway.handler.fetch(
    'http://gateway/graphql?query={__typename}&variables={',
    { headers: { 'apollo-require-preflight': 'true' } },
  );
  expect(await response.json()).toMatchObject({
    errors: [{ extensions: { code: 'BAD_REQUEST' } }],
  });
});
