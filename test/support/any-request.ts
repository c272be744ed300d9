import fc from 'fast-check';
import manifest from '../../schema/persisted-operations.json' with { type: 'json' };
import { hash } from 'node:crypto';
import { as } from './callers.ts';

/** A request of whatever kind, and how long after the one before it is sent. */
export interface AnyRequest {
  readonly address: string;
  readonly init: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly afterMs: number;
}

const right = [
  '{ account { totalEq } }',
  '{ account { id details(ccy: ["BTC", "ETH", "NONE"]) { ccy eq id } } }',
  'query Named($ccy: [ID!]) { account { details(ccy: $ccy) { ccy eq } rateBudgets { endpoint available } } }',
  'query A { accounts { id totalEq } } query B($id: ID) { account(id: $id) { totalEq } }',
  '{ account { maxLoan(instId: ["BTC-USDT"], mgnMode: CROSS) { instId side maxLoan } } }',
  '{ account { maxAvail(instId: ["BTC-USDT", "not one"], tdMode: CASH) { availBuy } } }',
  'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Account { totalEq } } }',
  '{ __typename }',
  '{ __schema { queryType { name } } }',
];
const wrong = [
  '{ account { totlEq } }',
  '{ account { details { ccy }',
  'query ($ccy: [ID!]) { account { totalEq } }',
  'mutation { a }',
  'subscription { a }',
  'fragment F on Query { account { id } }',
  '{ account(id: null) { id } }',
  '{ account(id: "nobody") { totalEq } }',
  '{ account { details(ccy: []) { eq } } }',
  '',
  ' ',
  '\u0000',
];
const known = manifest.operations.map(({ id }) => id);
const persisted = fc.oneof(
  fc.constantFrom(...known),
  fc.constantFrom(...right).map((text) => hash('sha256', text)),
  fc.constantFrom('', 'unknown'),
);

const maybe = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one });
const oneOf = <T>(...all: T[]) => fc.constantFrom(...all);

const params = fc.record(
  {
    query: fc.oneof(
      { weight: 6, arbitrary: oneOf<unknown>(...right) },
      { weight: 2, arbitrary: oneOf<unknown>(...wrong, null, 5, ['{ a }']) },
    ),
    operationName: oneOf<unknown>(null, undefined, 'A', 'B', 'Named', 'None', '', 7),
    variables: oneOf<unknown>(
      undefined,
      null,
      {},
      { ccy: ['BTC', 'btc', 'XRP'] },
      { ccy: 'BTC', id: 'multi-currency' },
      { ccy: [null] },
      { ccy: { a: 1 }, id: 3 },
      { r: [{ __typename: 'Account', id: 'multi-currency' }, { __typename: 'Acount' }] },
      [],
      'text',
    ),
    extensions: fc.oneof(
      oneOf<unknown>(undefined, null, {}, [], 'text', { persistedQuery: 1 }),
      persisted.map((id): unknown => ({ persistedQuery: { version: 1, sha256Hash: id } })),
    ),
    extra: oneOf<unknown>(undefined, undefined, undefined, null, 1),
  },
  { requiredKeys: [] },
);

const body = fc.oneof(
  { weight: 12, arbitrary: params.map((value) => JSON.stringify(value)) },
  {
    weight: 6,
    arbitrary: oneOf(...right.slice(0, 3)).map((query) => JSON.stringify({ query })),
  },
  {
    weight: 2,
    arbitrary: oneOf(
      '',
      ' ',
      'null',
      '5',
      '"a"',
      '[]',
      '[{}]',
      '{',
      '\uFEFF{}',
      '{"query":"\u0001"}',
      // Every object has something of this name.
      '{"query":"{ __typename }","constructor":1}',
    ),
  },
);

const headers = fc.record({
  'content-type': fc.oneof(
    { weight: 18, arbitrary: oneOf<string | undefined>('application/json') },
    {
      weight: 3,
      arbitrary: oneOf<string | undefined>(
        'application/json; charset=utf-8',
        'application/json;charset=latin1',
        'Application/JSON',
        'application/json, text/plain',
        'application/graphql',
        'application/graphql+json',
        'text/plain',
        undefined,
      ),
    },
  ),
  accept: maybe(
    oneOf(
      '*/*',
      'application/json',
      'application/graphql-response+json',
      'application/graphql-response+json,application/json;q=0.9',
      'application/json , application/graphql-response+json',
      'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
      'application/*',
      // Not `text/html`: GraphiQL is read from files, which takes a time that is not the clock's.
      'text/plain, */*;q=0.1',
      'application/json; charset=utf-8',
      'application/json; charset=latin1, application/graphql-response+json',
      'application/json;charset=UTF-8',
      'APPLICATION/JSON',
      'APPLICATION/JSON, application/graphql-response+json',
      'application/json; charset=utf-8, application/graphql-response+json',
      'application/graphql-response+json; charset=utf-8, application/json;q=0.9',
      '*/json, application/graphql-response+json',
      'text/event-stream, application/json',
      'image/png',
      '*/json',
      '',
      ',',
    ),
  ),
  'content-encoding': maybe(oneOf('identity', 'gzip', '')),
  'x-explain': maybe(oneOf('calls', 'cost', 'nulls', 'plan', 'junk')),
  'x-deadline-ms': maybe(oneOf('5000', '1', '0', 'soon')),
  'cache-control': maybe(oneOf('no-cache', 'max-age=1', 'max-age=0', 'max-age=x', 'no-transform')),
  'x-request-id': oneOf('id-1'),
  traceparent: maybe(oneOf('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'junk')),
  'apollo-require-preflight': maybe(oneOf('true')),
  authorization: fc.oneof(
    {
      weight: 8,
      arbitrary: oneOf<string | undefined>(...names().map((name) => as(name).authorization)),
    },
    {
      weight: 1,
      arbitrary: oneOf<string | undefined>('Bearer nobody', 'Basic abc', undefined),
    },
  ),
  'x-on-behalf-of': maybe(oneOf('one', 'nobody')),
});

/** Callers that send such requests. */
export function names(): readonly string[] {
  return ['all', 'one', 'like', 'router'];
}

export const anyRequest: fc.Arbitrary<AnyRequest> = fc
  .record({
    method: fc.oneof({ weight: 18, arbitrary: oneOf('POST') }, oneOf('GET', 'PUT')),
    path: fc.oneof(
      { weight: 30, arbitrary: oneOf('/graphql') },
      oneOf('/graphql?query=%7B__typename%7D', '/graphql/', '/graphql#a', '/other'),
    ),
    headers,
    body,
    afterMs: oneOf(0, 0, 1, 50, 150, 250, 2_100),
  })
  .map(({ method, path, afterMs, ...request }) => ({
    address: `http://gateway${path}`,
    init: {
      method,
      headers: Object.fromEntries(
        Object.entries(request.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        ),
      ),
      ...(method !== 'GET' && { body: request.body }),
    },
    afterMs,
  }));
