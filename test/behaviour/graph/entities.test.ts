import { readFileSync } from 'node:fs';
import { diff } from '@graphql-inspector/core';
import { buildSchema, type GraphQLSchema, printSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema, subgraph } from '../../../src/graph/schema.ts';
import { currencies } from '../../../src/simulator/currencies.ts';
import { instruments } from '../../../src/simulator/instruments.ts';
import { createHarness } from '../../support/harness.ts';
import { createOracle } from '../../support/oracle.ts';

const ccys = Object.keys(currencies).slice(0, 20);
const pairs = [...instruments.values()]
  .filter(({ kind }) => kind === 'pair')
  .map(({ instId }) => instId);

interface Representation {
  readonly __typename?: unknown;
  readonly [key: string]: unknown;
}

const account = (id: unknown): Representation => ({ __typename: 'Account', id });
const instrument = (instId: unknown): Representation => ({ __typename: 'Instrument', instId });
const currency = (ccy: unknown): Representation => ({ __typename: 'Currency', ccy });
const accountInstrument =
  (accountId: unknown) =>
  (instId: unknown): Representation => ({ __typename: 'AccountInstrument', accountId, instId });
const accountCurrency =
  (accountId: unknown) =>
  (ccy: unknown): Representation => ({ __typename: 'AccountCurrency', accountId, ccy });

/** A query as routers write it. */
const entities = (fragment: string): string =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${fragment} } }`;

const maxAvails = entities(
  'AccountInstrument { maxAvail(tdMode: CASH) { instId availBuy availSell } }',
);
const ofMulti = accountInstrument('multi-currency');

describe('many entities are full calls', () => {
  test('20 instruments are 4 calls, each answer right', async () => {
    const { query, counts } = createHarness();
    const instIds = pairs.slice(0, 20);
    const answer = await query(maxAvails, {
      variables: { representations: instIds.map(ofMulti) },
    });
    const oracle = await createOracle().read('multi-currency', {
      ccys: [],
      instIds,
      avail: 'tdMode=cash',
      loan: 'mgnMode=cross',
    });
    expect(answer).toEqual({
      data: { _entities: instIds.map((id) => ({ maxAvail: oracle.maxAvails.get(id) })) },
    });
    expect(counts()).toEqual({ 'max-avail-size': 4 });
  });

  test('20 currencies are 1 call of each endpoint that they ask, each answer right', async () => {
    const { query, counts } = createHarness();
    const fields = 'AccountCurrency { ccy detail { eq } maxWithdrawal { maxWd } }';
    const { data, errors } = await query(entities(fields), {
      variables: { representations: ccys.map(accountCurrency('multi-currency')) },
    });
    const page = { ccys, instIds: [], avail: '', loan: '' };
    const { details, maxWithdrawals } = await createOracle().read('multi-currency', page);
    const found = ccys.map((ccy) => {
      const [detail, withdrawal] = [details.get(ccy), maxWithdrawals.get(ccy)];
      return {
        ccy,
        detail: detail ? { eq: detail['eq'] } : null,
        maxWithdrawal: withdrawal ? { maxWd: withdrawal['maxWd'] } : null,
      };
    });
    expect({ data, errors }).toEqual({ data: { _entities: found }, errors: undefined });
    expect(counts()).toEqual({ balance: 1, 'max-withdrawal': 1 });
  });

  test('one account that 20 orders name is 1 call', async () => {
    const { query, counts } = createHarness();
    const { data } = await query(entities('Account { id totalEq }'), {
      variables: { representations: Array.from({ length: 20 }, () => account('spot')) },
    });
    const [whole] = await createOracle().rows('spot', '/api/v5/account/balance');
    const found = { id: 'spot', totalEq: whole?.['totalEq'] };
    expect(data).toEqual({ _entities: Array.from({ length: 20 }, () => found) });
    expect(counts()).toEqual({ balance: 1 });
  });

  test('entities share their calls with the fields of a client', async () => {
    const { ask, clock, counts } = createHarness();
    await clock.run(
      Promise.all([
        ask(maxAvails, {
          variables: { representations: ['eth-usdt', 'BTC-USDT'].map(ofMulti) },
        }),
        ask(
          '{ account { maxAvail(instId: ["BTC-USDT", "ETH-USDT", "SOL-USDT"], tdMode: CASH) { instId } } }',
        ),
      ]),
    );
    expect(counts()).toEqual({ 'max-avail-size': 1 });
  });

  test('`x-explain: plan` tells the calls of entities', async () => {
    const { query, exchange } = createHarness();
    const { extensions } = await query(maxAvails, {
      headers: { 'x-explain': 'plan' },
      variables: { representations: pairs.slice(0, 20).map(ofMulti) },
    });
    expect(extensions?.['plan']).toMatchObject([{ endpoint: 'max-avail-size', calls: 4 }]);
    expect(exchange.calls).toEqual([]);
  });
});

describe('one bad entity costs only itself', () => {
  const anything = entities(
    `AccountInstrument { maxAvail(tdMode: CASH) { instId } } ... on Account { id totalEq }
     ... on Instrument { instId } ... on Currency { ccy } ... on AccountCurrency { detail { ccy } }`,
  );

  const ofNoType = '`__typename` of an entity must be that of a type that has a key.';
  const notOpen = 'No account of this id is open to you; `accounts` lists those that are.';
  const noInstrument = '`instId` must be an instrument id such as `BTC-USDT` or `BTC-USDT-SWAP`.';
  const noCurrency = '`ccy` must be a currency code such as `BTC`.';
  const noAccountId = '`accountId` must be given, as an ID.';
  const noInstId = '`instId` must be given, as an ID.';
  type Bad = readonly [
    representation: unknown,
    code: string,
    message: string,
    named?: { readonly accountId?: string; readonly keys: readonly string[] },
  ];
  const bad: readonly Bad[] = [
    [account('nobody'), 'ACCOUNT_NOT_FOUND', notOpen, { accountId: 'nobody', keys: ['nobody'] }],
    [account(7), 'ACCOUNT_NOT_FOUND', notOpen, { accountId: '7', keys: ['7'] }],
    [account(null), 'BAD_USER_INPUT', '`id` must be given, as an ID.'],
    [
      accountInstrument('nobody')('btc-usdt'),
      'ACCOUNT_NOT_FOUND',
      notOpen,
      { accountId: 'nobody', keys: ['BTC-USDT'] },
    ],
    [
      accountCurrency('nobody')('BTC'),
      'ACCOUNT_NOT_FOUND',
      notOpen,
      { accountId: 'nobody', keys: ['BTC'] },
    ],
    [
      accountCurrency('spot')('B T C'),
      'BAD_USER_INPUT',
      noCurrency,
      { accountId: 'spot', keys: ['B T C'] },
    ],
    [
      accountInstrument('x'.repeat(1_000))('no instrument'),
      'BAD_USER_INPUT',
      noInstrument,
      { accountId: 'x'.repeat(64), keys: ['no instrument'] },
    ],
    [accountCurrency(null)('BTC'), 'BAD_USER_INPUT', noAccountId],
    [{ __typename: 'AccountInstrument', instId: 'BTC-USDT' }, 'BAD_USER_INPUT', noAccountId],
    [{ __typename: 'AccountInstrument', accountId: 'spot' }, 'BAD_USER_INPUT', noInstId],
    [{ __typename: 'Instrument' }, 'BAD_USER_INPUT', noInstId],
    [instrument(['BTC-USDT']), 'BAD_USER_INPUT', noInstId],
    [instrument('no instrument'), 'BAD_USER_INPUT', noInstrument, { keys: ['no instrument'] }],
    [currency('B T C'), 'BAD_USER_INPUT', noCurrency, { keys: ['B T C'] }],
    [{ __typename: 'MaxAvail', instId: 'BTC-USDT' }, 'BAD_USER_INPUT', ofNoType],
    [{ __typename: 'Order', id: '1' }, 'BAD_USER_INPUT', ofNoType],
    [{ __typename: ['Account'], id: 'spot' }, 'BAD_USER_INPUT', ofNoType],
    [{ id: 'spot' }, 'BAD_USER_INPUT', ofNoType],
    ['spot', 'BAD_USER_INPUT', ofNoType],
  ];

  test.each(bad)('%j is %s', async (representation, code, message, named) => {
    const { query } = createHarness();
    const { data, errors } = await query(anything, {
      variables: {
        representations: [account('spot'), representation, accountCurrency('spot')('BTC')],
      },
    });
    expect(data).toEqual({
      _entities: [
        { id: 'spot', totalEq: expect.stringMatching(/^\d+\.\d+$/) },
        null,
        { detail: { ccy: 'BTC' } },
      ],
    });
    expect(errors).toMatchObject([{ message, path: ['_entities', 1] }]);
    expect(errors?.[0]?.extensions).toEqual(Object.assign({ code }, named));
  });

  test('an instrument that the exchange refuses is there without what it was refused', async () => {
    const { query } = createHarness();
    const { data, errors } = await query(
      entities('AccountInstrument { instId maxAvail(tdMode: CASH) { instId } }'),
      { variables: { representations: ['BTC-USDT', 'NO-SUCH', 'ETH-USDT'].map(ofMulti) } },
    );
    expect(data).toEqual({
      _entities: [
        { instId: 'BTC-USDT', maxAvail: { instId: 'BTC-USDT' } },
        { instId: 'NO-SUCH', maxAvail: null },
        { instId: 'ETH-USDT', maxAvail: { instId: 'ETH-USDT' } },
      ],
    });
    expect(errors).toMatchObject([
      {
        path: ['_entities', 1, 'maxAvail'],
        extensions: {
          code: 'KEY_REJECTED',
          endpoint: 'max-avail-size',
          accountId: 'multi-currency',
          keys: ['NO-SUCH'],
        },
      },
    ]);
  });

  test('what two accounts are refused at once is told of each with its own name', async () => {
    const { query } = createHarness();
    const ids = ['spot', 'portfolio'];
    const { errors = [] } = await query(
      entities('AccountInstrument { maxAvail(tdMode: CASH) { instId } }'),
      { variables: { representations: ids.map((id) => accountInstrument(id)('NO-SUCH')) } },
    );
    expect(errors.map(({ extensions }) => extensions['accountId'])).toEqual(ids);
  });
});

describe('what another service knows', () => {
  test('is of the account that its key names', async () => {
    const { query, exchange } = createHarness();
    const { data } = await query(entities('AccountCurrency { detail { eq } }'), {
      variables: { representations: [accountCurrency('spot')('BTC')] },
    });
    const [whole] = await createOracle().rows('spot', '/api/v5/account/balance?ccy=BTC');
    expect(data).toEqual({ _entities: [{ detail: { eq: whole?.details?.[0]?.['eq'] } }] });
    expect(exchange.calls.map(({ accountId }) => accountId)).toEqual(['spot']);
  });

  test('by a currency alone is of the account that an argument names', async () => {
    const { query, exchange } = createHarness();
    const { data, errors } = await query(
      entities(
        'Currency { spot: forAccount(accountId: "spot") { detail { eq } } nobody: forAccount(accountId: "nobody") { ccy } }',
      ),
      { variables: { representations: [currency('BTC')] } },
    );
    const [whole] = await createOracle().rows('spot', '/api/v5/account/balance?ccy=BTC');
    expect(data).toEqual({
      _entities: [{ spot: { detail: { eq: whole?.details?.[0]?.['eq'] } }, nobody: null }],
    });
    const extensions = { code: 'ACCOUNT_NOT_FOUND', accountId: 'nobody', keys: ['BTC'] };
    expect(errors).toMatchObject([{ extensions }]);
    expect(exchange.calls.map(({ accountId }) => accountId)).toEqual(['spot']);
  });

  test('gives no figures', async () => {
    const { query } = createHarness();
    const forged = { ...account('spot'), totalEq: '1', accountId: 'futures' };
    const { data } = await query(entities('Account { totalEq }'), {
      variables: { representations: [forged] },
    });
    const [whole] = await createOracle().rows('spot', '/api/v5/account/balance');
    expect(data).toEqual({ _entities: [{ totalEq: whole?.['totalEq'] }] });
  });
});

describe('more entities than can be answered', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => currency(`X${index}`));

  test('in time are errors of their own beside those that can', async () => {
    const { query, clock, counts } = createHarness({ deadlineMs: 1_000 });
    const start = clock.now();
    const fields = 'AccountCurrency { ccy maxWithdrawal { ccy } }';
    const representations = many.slice(0, 800).map(({ ccy }) => accountCurrency('spot')(ccy));
    const { data, errors = [] } = await query(entities(fields), { variables: { representations } });
    expect(clock.now() - start).toBeLessThanOrEqual(1_000);
    expect(counts()).toEqual({ 'max-withdrawal': 20 });
    expect(data?.['_entities']).toEqual(
      many.slice(0, 800).map(({ ccy }) => ({ ccy, maxWithdrawal: null })),
    );
    // Those of the 20 calls were never held, which is no error.
    const late = { extensions: { code: 'BUDGET_EXHAUSTED', retryAfterMs: expect.any(Number) } };
    expect(errors).toMatchObject(Array.from({ length: 400 }, () => late));
  });

  const tooExpensive = { errors: [{ extensions: { code: 'QUERY_TOO_EXPENSIVE' } }] };
  const fragment =
    '... on Currency { ccy forAccount(accountId: "spot") { maxWithdrawal { ccy maxWd maxWdEx } } }';
  const literal = (count: number) =>
    `[${many
      .slice(0, count)
      .map(({ ccy }) => `{__typename:"Currency",ccy:"${String(ccy)}"}`)
      .join()}]`;

  test.each([
    ['in a variable', 'query ($r: [_Any!]!)', '$r', { r: many.slice(0, 5_000) }],
    ['in the query', 'query', literal(5_000), {}],
    ['as the default of a variable', `query ($r: [_Any!]! = ${literal(5_000)})`, '$r', {}],
  ])('at once are refused: %s', async (_where, operation, representations, variables) => {
    const { query, exchange } = createHarness();
    const document = `${operation} { _entities(representations: ${representations}) { ${fragment} } }`;
    expect(await query(document, { variables })).toMatchObject(tooExpensive);
    expect(exchange.calls).toEqual([]);
  });

  test('in named fragments are refused too', async () => {
    const { query } = createHarness();
    const document = `query ($r: [_Any!]!) { _entities(representations: $r) { ...E } } fragment E on _Entity { ${fragment} }`;
    expect(await query(document, { variables: { r: many.slice(0, 5_000) } })).toMatchObject(
      tooExpensive,
    );
  });

  test('count as ten and their fields each', async () => {
    const { query } = createHarness();
    const fields = Array.from({ length: 10 }, (_, index) => `a${index}: totalEq`);
    const variables = { representations: Array.from({ length: 1_000 }, () => account('spot')) };
    const answer = await query(entities(`Account { ${fields.join(' ')} }`), { variables });
    expect(answer).toMatchObject({
      errors: [{ message: expect.stringContaining('20001 fields') }],
    });
    const less = await query(entities(`Account { ${fields.slice(1).join(' ')} }`), { variables });
    expect(less.errors).toBeUndefined();
  });

  test('in any request are too large for it', async () => {
    const { query, exchange } = createHarness();
    const answer = await query(entities('Currency { ccy }'), {
      variables: { representations: many },
    });
    expect(answer).toMatchObject({
      errors: [{ extensions: { code: 'REQUEST_ENTITY_TOO_LARGE' } }],
    });
    expect(exchange.calls).toEqual([]);
  });
});

describe('what is served', () => {
  test('has, beside the schema of clients, only what routers need', async () => {
    const plain = (whole: GraphQLSchema) => buildSchema(printSchema(whole));
    const changes = await diff(plain(schema), plain(subgraph));
    const changed = changes.map(({ path }) => /^(Query\.)?\w+/.exec(path ?? '')?.[0]);
    expect(new Set(changed)).toEqual(
      new Set(['Query._entities', 'Query._service', '_Any', '_Entity', '_Service']),
    );
  });

  test('is the subgraph that is published', async () => {
    const { query } = createHarness();
    const { data } = await query('{ _service { sdl } }');
    const published = readFileSync(
      new URL('../../../schema/federation.graphql', import.meta.url),
      'utf8',
    );
    expect(data).toEqual({ _service: { sdl: published.trimEnd() } });
    const keys = [...published.matchAll(/^type (\w+) @key\(fields: "([\w ]+)"\)/gm)];
    expect(keys.map(([, type, key]) => [type, key])).toEqual([
      ['Account', 'id'],
      ['AccountCurrency', 'accountId ccy'],
      ['AccountInstrument', 'accountId instId'],
      ['Currency', 'ccy'],
      ['Instrument', 'instId'],
    ]);
  });
});
