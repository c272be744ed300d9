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

/** A query as routers write it. */
const entities = (fragment: string): string =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${fragment} } }`;

const maxAvails = entities('Instrument { maxAvail(tdMode: CASH) { instId availBuy availSell } }');

describe('many entities are full calls', () => {
  test('20 instruments are 4 calls, each answer right', async () => {
    const { query, counts } = createHarness();
    const instIds = pairs.slice(0, 20);
    const answer = await query(maxAvails, {
      variables: { representations: instIds.map(instrument) },
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
    const answer = await query(entities('Currency { ccy detail { eq } maxWithdrawal { maxWd } }'), {
      variables: { representations: ccys.map(currency) },
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
    expect(answer).toEqual({ data: { _entities: found } });
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
          variables: { representations: ['eth-usdt', 'BTC-USDT'].map(instrument) },
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
      variables: { representations: pairs.slice(0, 20).map(instrument) },
    });
    expect(extensions?.['plan']).toMatchObject([{ endpoint: 'max-avail-size', calls: 4 }]);
    expect(exchange.calls).toEqual([]);
  });
});

describe('one bad entity costs only itself', () => {
  const anything = entities(
    'Instrument { maxAvail(tdMode: CASH) { instId } } ... on Account { id totalEq } ... on Currency { detail { ccy } }',
  );

  const ofNoType = '`__typename` of an entity must be one of Account, Currency, Instrument.';
  const notOpen = 'No account of this id is open to you; `accounts` lists those that are.';
  const bad: readonly (readonly [representation: unknown, code: string, message: string])[] = [
    [account('nobody'), 'ACCOUNT_NOT_FOUND', notOpen],
    [account(7), 'ACCOUNT_NOT_FOUND', notOpen],
    [account(null), 'BAD_USER_INPUT', '`id` must be given, as an ID.'],
    [{ __typename: 'Instrument' }, 'BAD_USER_INPUT', '`instId` must be given, as an ID.'],
    [instrument(['BTC-USDT']), 'BAD_USER_INPUT', '`instId` must be given, as an ID.'],
    [
      instrument('no instrument'),
      'BAD_USER_INPUT',
      '`instId` must be an instrument id such as `BTC-USDT` or `BTC-USDT-SWAP`.',
    ],
    [currency('B T C'), 'BAD_USER_INPUT', '`ccy` must be a currency code such as `BTC`.'],
    [{ __typename: 'MaxAvail', instId: 'BTC-USDT' }, 'BAD_USER_INPUT', ofNoType],
    [{ __typename: 'Order', id: '1' }, 'BAD_USER_INPUT', ofNoType],
    [{ __typename: ['Account'], id: 'spot' }, 'BAD_USER_INPUT', ofNoType],
    [{ id: 'spot' }, 'BAD_USER_INPUT', ofNoType],
    ['spot', 'BAD_USER_INPUT', ofNoType],
  ];

  test.each(bad)('%j is %s', async (representation, code, message) => {
    const { query } = createHarness();
    const { data, errors } = await query(anything, {
      variables: { representations: [account('spot'), representation, currency('BTC')] },
    });
    expect(data).toEqual({
      _entities: [
        { id: 'spot', totalEq: expect.stringMatching(/^\d+\.\d+$/) },
        null,
        { detail: { ccy: 'BTC' } },
      ],
    });
    expect(errors).toMatchObject([{ message, path: ['_entities', 1], extensions: { code } }]);
  });

  test('an instrument that the exchange refuses is there without what it was refused', async () => {
    const { query } = createHarness();
    const { data, errors } = await query(
      entities('Instrument { instId maxAvail(tdMode: CASH) { instId } }'),
      { variables: { representations: ['BTC-USDT', 'NO-SUCH', 'ETH-USDT'].map(instrument) } },
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
        extensions: { code: 'KEY_REJECTED', endpoint: 'max-avail-size', keys: ['NO-SUCH'] },
      },
    ]);
  });
});

describe('an instrument or currency of another service', () => {
  const asked = { variables: { representations: [currency('BTC')] } };

  test('is that of the default account', async () => {
    const { query, exchange } = createHarness();
    await query(entities('Currency { detail { eq } }'), asked);
    expect(exchange.calls.map(({ accountId }) => accountId)).toEqual(['multi-currency']);
  });

  test('is that of the account that an argument names', async () => {
    const { query, exchange } = createHarness();
    const { data, errors } = await query(
      entities(
        'Currency { spot: detail(accountId: "spot") { eq } nobody: detail(accountId: "nobody") { eq } }',
      ),
      asked,
    );
    const [whole] = await createOracle().rows('spot', '/api/v5/account/balance?ccy=BTC');
    expect(data).toEqual({
      _entities: [{ spot: { eq: whole?.details?.[0]?.['eq'] }, nobody: null }],
    });
    expect(errors).toMatchObject([{ extensions: { code: 'ACCOUNT_NOT_FOUND' } }]);
    expect(exchange.calls.map(({ accountId }) => accountId)).toEqual(['spot']);
  });

  test('takes no figures from whoever names it', async () => {
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
    const { data, errors = [] } = await query(entities('Currency { ccy maxWithdrawal { ccy } }'), {
      variables: { representations: many.slice(0, 800) },
    });
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
  const fragment = '... on Currency { ccy maxWithdrawal { ccy maxWd maxWdEx } }';
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
    const keys = [...published.matchAll(/^type (\w+)\n {2}@key\(fields: "(\w+)"\)$/gm)];
    expect(keys.map(([, type, key]) => [type, key])).toEqual([
      ['Account', 'id'],
      ['Currency', 'ccy'],
      ['Instrument', 'instId'],
    ]);
  });
});
