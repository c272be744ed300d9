import { describe, expect, test } from 'vitest';
import { defaultAccounts } from '../../../src/simulator/accounts.ts';
import { currencies } from '../../../src/simulator/currencies.ts';
import { createHarness } from '../../support/harness.ts';

const tooExpensive = { errors: [{ extensions: { code: 'QUERY_TOO_EXPENSIVE' } }] };
const badKeys = (count: number) => Array.from({ length: count }, (_, index) => `no key ${index}`);

describe('an answer that would be large is refused', () => {
  test('when a long name would stand in it for each entity', async () => {
    const { query } = createHarness();
    const answer = await query(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ${'a'.repeat(100_000)}: __typename } }`,
      {
        variables: {
          r: Array.from({ length: 1_000 }, () => ({ __typename: 'Currency', ccy: 'BTC' })),
        },
      },
    );
    expect(answer).toMatchObject(tooExpensive);
  });

  test('when a fragment with a long name is spread very often', async () => {
    const { query } = createHarness();
    const accounts = Array.from({ length: 500 }, (_, index) => `a${index}: account { ...F }`);
    const answer = await query(
      `{ ${accounts.join(' ')} } fragment F on Account { ${'b'.repeat(100_000)}: id }`,
    );
    expect(answer).toMatchObject(tooExpensive);
  });

  test('when a long name would stand in the path of each of its errors', async () => {
    const { query } = createHarness();
    const answer = await query(
      `query ($i: [ID!]!) { ${'a'.repeat(100_000)}: account { maxAvail(instId: $i, tdMode: CASH) { instId } } }`,
      { variables: { i: badKeys(100) } },
    );
    expect(answer).toMatchObject(tooExpensive);
    expect(answer).not.toHaveProperty('data');
  });
});

test('an answer that would be large with what explains its nulls is refused only with it', async () => {
  const holdings = Object.keys(currencies).map((ccy) => ({ ccy, cash: '1' }));
  const accounts = defaultAccounts.slice(0, 1).map((account) => ({ ...account, holdings }));
  const { query } = createHarness({ exchange: { accounts } });
  const aliases = Array.from({ length: 390 }, (_, at) => `${'a'.repeat(60)}${at}: imr`);
  // Their path has it each time, the data once.
  const page = `{ account { ${'b'.repeat(64)}: details { ${aliases.join(' ')} } } }`;
  expect(await query(page)).not.toHaveProperty('errors');
  expect(await query(page, { headers: { 'x-explain': 'nulls' } })).toMatchObject(tooExpensive);
});

describe('of very many errors', () => {
  const lists = `query ($i: [ID!]) {
    account { a: details(ccy: $i) { eq } b: details(ccy: $i) { eq } c: details(ccy: $i) { eq } }
  }`;

  test('500 are told, and the others counted', async () => {
    const { data, errors = [] } = await createHarness().query(lists, {
      variables: { i: badKeys(200) },
    });
    expect(errors).toHaveLength(501);
    expect(errors.at(-1)).toMatchObject({
      message: expect.stringMatching(/100 errors more/),
      extensions: { code: 'QUERY_TOO_EXPENSIVE', untold: 100 },
    });
    const nulls = Array(200).fill(null);
    expect(data).toEqual({ account: { a: nulls, b: nulls, c: nulls } });
  });

  test('all are told as long as they are no more', async () => {
    const { errors = [] } = await createHarness().query(lists, {
      variables: { i: badKeys(166) },
    });
    expect(errors).toHaveLength(498);
    expect(new Set(errors.map(({ extensions }) => extensions['code']))).toEqual(
      new Set(['BAD_USER_INPUT']),
    );
  });
});

test.each([
  ['a field', { query: `{ ${'a'.repeat(10_000)} }` }],
  ['a type', { query: `query ($a: ${'A'.repeat(10_000)}) { __typename }` }],
  [
    'a variable',
    {
      query:
        'query ($t: TradeMode!) { account { maxAvail(instId: "A-B", tdMode: $t) { instId } } }',
      variables: { t: 'A'.repeat(10_000) },
    },
  ],
  ['an operation', { query: '{ __typename }', operationName: 'A'.repeat(10_000) }],
])('a message quotes no more than the beginning of %s', async (_what, { query, ...options }) => {
  const { errors = [] } = await createHarness().query(query, options);
  expect(errors).not.toEqual([]);
  for (const { message } of errors) expect(message.length).toBeLessThanOrEqual(501);
});
