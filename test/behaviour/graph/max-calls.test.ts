import { expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `X${index}`);
const details = 'query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy } } }';

test('a query that may take too many calls is refused with their number, and none is made', async () => {
  const { query, exchange } = createHarness({ maxCalls: 2 });
  expect(await query(details, { variables: { ccy: names(41) } })).toEqual({
    errors: [
      {
        message:
          'The query takes up to 3 calls of the exchange; at most 2 may be taken by one. Ask for less in each query.',
        extensions: { code: 'QUERY_TOO_EXPENSIVE' },
      },
    ],
  });
  expect(exchange.calls).toEqual([]);
});

test('one that takes just so many is answered', async () => {
  const { query, exchange } = createHarness({ maxCalls: 2 });
  expect(await query(details, { variables: { ccy: names(40) } })).not.toHaveProperty('errors');
  expect(exchange.calls).toHaveLength(2);
});

test('what is skipped, or refused anyway, takes no call', async () => {
  const { query } = createHarness({ maxCalls: 1 });
  const { data, errors } = await query(
    `query ($no: Boolean!) {
      account { totalEq maxWithdrawal(ccy: ["BTC"]) @include(if: $no) { ccy } }
      other: account(id: "nobody") { totalEq }
      bad: account { maxLoan(ccy: [], mgnMode: CROSS) { ccy } }
    }`,
    { variables: { no: false } },
  );
  expect(data).toMatchObject({ account: { totalEq: expect.any(String) }, other: null });
  expect(errors).toMatchObject([
    { extensions: { code: 'ACCOUNT_NOT_FOUND' } },
    { extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

test('entities that a router asks for are counted, too', async () => {
  const { query, exchange } = createHarness({ maxCalls: 1 });
  const representations = ['BTC-USDT', 'ETH-USDT'].map((instId) => ({
    __typename: 'AccountInstrument',
    accountId: 'multi-currency',
    instId,
  }));
  const entities = (params: string) =>
    `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on AccountInstrument { ${params} } } }`;
  const one = 'a: maxAvail(tdMode: CASH) { availBuy }';
  const { data } = await query(entities(one), { variables: { representations } });
  expect(data).toMatchObject({ _entities: [{ a: {} }, { a: {} }] });
  const two = `${one} b: maxAvail(tdMode: CROSS) { availBuy }`;
  const { errors } = await query(entities(two), { variables: { representations } });
  expect(errors).toMatchObject([{ message: expect.stringContaining('up to 2 calls') }]);
  expect(exchange.calls).toHaveLength(1);
});

test('what only an answer tells is held to the number at run time, and what was planned is not refused for it', async () => {
  const { query, counts } = createHarness({ maxCalls: 3 });
  const { data, errors } = await query(`{ account {
    details { ccy maxLoans(mgnMode: CROSS) { maxLoan } }
    later: details(ccy: ["MANA"]) { ccy maxLoans(mgnMode: ISOLATED) { maxLoan } }
  } }`);
  expect(data).toMatchObject({ account: { later: [{ maxLoans: [{}] }] } });
  expect(errors?.length).toBeGreaterThan(1);
  for (const error of errors ?? []) {
    expect(error).toMatchObject({
      path: ['account', 'details', expect.any(Number), 'maxLoans', 0],
      message:
        'The query takes more calls of the exchange than the 3 that one may take. Ask for less in each query.',
      extensions: {
        code: 'QUERY_TOO_EXPENSIVE',
        accountId: 'multi-currency',
        endpoint: 'max-loan',
        keys: [expect.any(String)],
      },
    });
  }
  expect(counts()).toEqual({ balance: 2, 'max-loan': 1 });
});

test('a plan is told even of what would be refused', async () => {
  const { query } = createHarness({ maxCalls: 1 });
  const { extensions } = await query(details, {
    variables: { ccy: names(41) },
    headers: { 'x-explain': 'plan' },
  });
  expect(extensions).toMatchObject({ plan: [{ calls: 3 }] });
});

test('without a bound, any number of calls is taken', async () => {
  const { query, exchange } = createHarness();
  await query(details, { variables: { ccy: names(200) } });
  expect(exchange.calls).toHaveLength(10);
});

test.each([
  ['no such operation', 'query A { account { id } }', { operationName: 'B' }],
  [
    'a variable that is missing',
    'query ($ccy: [ID!]!) { account { details(ccy: $ccy) { ccy } } }',
    {},
  ],
  ['one that cannot be meant', details, { variables: { ccy: [{}] } }],
  ['one that is not GraphQL', '{', {}],
])('what cannot be run is told as it is without a bound: %s', async (_what, text, options) => {
  const [bounded, free] = [createHarness({ maxCalls: 1 }), createHarness()];
  const answer = await bounded.query(text, options);
  expect(answer).toEqual(await free.query(text, options));
  expect(answer).toHaveProperty('errors');
});
