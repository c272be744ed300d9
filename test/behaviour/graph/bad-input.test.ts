import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

const maxAvail = (instId: readonly string[], more = 'tdMode: CROSS') =>
  `{ account { id maxAvail(instId: ${JSON.stringify(instId)}, ${more}) { instId availBuy } } }`;

describe('bad input is told apart before anything is sent', () => {
  const cases: readonly (readonly [
    claim: string,
    field: string,
    path: readonly (string | number)[],
    message: RegExp,
  ])[] = [
    [
      'a malformed instrument',
      'maxAvail(instId: ["BTC USDT"], tdMode: CASH) { instId }',
      ['maxAvail', 0],
      /instrument id such as/,
    ],
    ['an empty list', 'maxAvail(instId: [], tdMode: CASH) { instId }', ['maxAvail'], /empty list/],
    [
      'an empty list where all could be asked',
      'details(ccy: []) { ccy }',
      ['details'],
      /leave `ccy` out/,
    ],
    [
      'a list over the cap',
      `maxLoan(ccy: ${JSON.stringify(Array(21).fill('BTC'))}, mgnMode: CROSS) { ccy }`,
      ['maxLoan'],
      /at most 20/,
    ],
    [
      'a swap for max-loan',
      'maxLoan(instId: ["BTC-USDT-SWAP"], mgnMode: CROSS) { ccy }',
      ['maxLoan', 0],
      /pair/,
    ],
    [
      'neither of instId and ccy',
      'maxLoan(mgnMode: CROSS) { ccy }',
      ['maxLoan'],
      /one of `instId` and `ccy`/,
    ],
    [
      'both of instId and ccy',
      'maxLoan(instId: ["BTC-USDT"], ccy: ["BTC"], mgnMode: CROSS) { ccy }',
      ['maxLoan'],
      /not both/,
    ],
    ['a malformed currency', 'details(ccy: ["B,TC"]) { ccy }', ['details', 0], /currency code/],
    [
      'a malformed margin currency',
      'maxAvail(instId: ["BTC-USDT"], tdMode: CROSS, ccy: "?") { instId }',
      ['maxAvail'],
      /`ccy` must be/,
    ],
  ];

  test.each(cases)('%s', async (_claim, field, path, message) => {
    const { query, exchange } = createHarness();
    const { data, errors } = await query(`{ account { id ${field} } }`);
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(message),
        path: ['account', ...path],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(data).toMatchObject({ account: { id: 'multi-currency' } });
    expect(exchange.calls).toEqual([]);
  });

  test('a bad entry leaves its neighbours intact', async () => {
    const { query, exchange } = createHarness();
    const { data } = await query(maxAvail(['BTC-USDT', 'BTC_USDT', 'ETH-USDT']));
    expect(data).toMatchObject({
      account: { maxAvail: [{ instId: 'BTC-USDT' }, null, { instId: 'ETH-USDT' }] },
    });
    expect(exchange.calls.map(({ target }) => target)).toEqual([
      '/api/v5/account/max-avail-size?instId=BTC-USDT,ETH-USDT&tdMode=cross',
    ]);
  });

  test.each([
    ['an enum value that does not exist', 'tdMode: MOON', 'GRAPHQL_VALIDATION_FAILED'],
    ['a decimal that is none', 'tdMode: CASH, px: "1,5"', 'BAD_USER_INPUT'],
    ['a decimal in exponent notation', 'tdMode: CASH, px: "1e5"', 'BAD_USER_INPUT'],
    ['a decimal that is no number at all', 'tdMode: CASH, px: true', 'BAD_USER_INPUT'],
  ])('%s', async (_claim, args, code) => {
    const { query, exchange } = createHarness();
    const { errors } = await query(maxAvail(['BTC-USDT'], args));
    expect(errors).toMatchObject([{ locations: [{ line: 1 }], extensions: { code } }]);
    expect(exchange.calls).toEqual([]);
  });

  test('a number in the place of a decimal variable, which may have lost digits', async () => {
    const { query } = createHarness();
    const { errors } = await query(
      'query ($px: Decimal) { account { maxAvail(instId: ["BTC-USDT"], tdMode: CASH, px: $px) { instId } } }',
      { variables: { px: 0.1 } },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('a query that is nested too deeply', async () => {
    const { query } = createHarness();
    const levels = 8_000;
    const deep = `${'{ a '.repeat(levels)}${'}'.repeat(levels)}`;
    expect(await query(deep)).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  test.each(['ß', 'ı', 'ſ'])('a letter whose upper case is another currency: %s', async (ccy) => {
    const { query, exchange } = createHarness();
    await query('query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy } } }', {
      variables: { ccy: [ccy] },
    });
    expect(exchange.calls.map(({ target }) => decodeURIComponent(target))).toEqual([
      `/api/v5/account/balance?ccy=${ccy}`,
    ]);
  });

  test('an account that is not there', async () => {
    const { query } = createHarness();
    const { data, errors } = await query('{ account { id } other: account(id: "who") { id } }');
    expect(data).toEqual({ account: { id: 'multi-currency' }, other: null });
    const extensions = { code: 'ACCOUNT_NOT_FOUND', accountId: 'who', keys: ['who'] };
    expect(errors).toMatchObject([{ path: ['other'], extensions }]);
  });
});

test('a query without a word is told so', async () => {
  const { query } = createHarness();
  expect(await query('')).toMatchObject({
    errors: [
      {
        message: expect.stringContaining('no query'),
        extensions: { code: 'BAD_REQUEST' },
      },
    ],
  });
});

describe('an account that is named by null', () => {
  const named = 'query ($id: ID) { account(id: $id) { id } }';

  test('is none, and not the default one', async () => {
    const { query } = createHarness();
    const answer = await query(named, { variables: { id: null } });
    expect(answer.errors).toMatchObject([
      { message: expect.stringMatching(/account is null/), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  test('is the default one when it is left out', async () => {
    const { query } = createHarness();
    expect(await query(named)).toEqual({ data: { account: { id: 'multi-currency' } } });
  });
});
