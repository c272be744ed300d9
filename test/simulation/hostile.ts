import { type Draw, drawIndex, drawOne } from '../bench/draws.ts';
import type { Request } from './gateways.ts';

const json = { 'content-type': 'application/json' };

const raw = (body: string, headers: Request['headers'] = json): Request => ({
  method: 'POST',
  path: '/graphql',
  headers,
  body,
});

const operation = (query: string, variables?: unknown): Request =>
  raw(JSON.stringify({ query, variables }));

/** Names that every object of JavaScript has, and texts that mean something to somebody on the way. */
const names = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  ' ',
  'BTC,ETH',
  'BTC&ccy=ETH',
  '\u0000',
  '\ud800',
  '../../etc',
  '%2e%2e',
  '💰'.repeat(40),
  'A'.repeat(2_000),
  'null',
] as const;

const drawName = (draw: Draw): string => drawOne(names, draw) ?? '';
const drawNames = (draw: Draw): readonly string[] =>
  Array.from({ length: 1 + drawIndex(40, draw) }, () => drawName(draw));

const entityTypes = [
  'Currency',
  'AccountCurrency',
  'Account',
  'Instrument',
  '__proto__',
  'Nothing',
];

/** Requests of those who mean harm, or whose program is broken. Each has an answer, and costs others nothing. */
const kinds: readonly ((draw: Draw) => Request)[] = [
  // What is not JSON, or not what GraphQL takes.
  (draw) => raw('{"query":"{ account { id } }"}'.slice(0, drawIndex(30, draw))),
  (draw) => raw('['.repeat(1 + drawIndex(2_000, draw))),
  (draw) => raw(drawOne(['null', '[]', '7', '"x"', '{}', '{"query":7}', '[{}]'], draw) ?? ''),
  (draw) => raw('{ account { id } }', { 'content-type': drawName(draw).trim() || 'text/plain' }),
  () => raw('query=%7B__typename%7D', { 'content-type': 'application/x-www-form-urlencoded' }),
  (draw) => raw(`{"query":"{ account { id } }","variables":{"__proto__":${drawIndex(9, draw)}}}`),
  (draw) => ({ ...operation('{ __typename }'), method: drawOne(['PUT', 'DELETE'], draw) ?? '' }),
  (draw) => ({ method: 'GET', path: `/graphql?query=${drawIndex(9, draw)}`, headers: {} }),
  (draw) => ({ method: 'GET', path: `/${encodeURIComponent(drawIndex(99, draw))}`, headers: {} }),
  // What GraphQL refuses.
  (draw) => operation(`{ a${drawIndex(1e6, draw)} }`),
  (draw) => operation('{ account '.repeat(1 + drawIndex(300, draw))),
  (draw) => operation('{a'.repeat(1 + drawIndex(4_000, draw))),
  (draw) => operation(`{ account { ${'id '.repeat(1 + drawIndex(500, draw))} } }`),
  (draw) => operation('query A { __typename } query A { __typename }', drawName(draw)),
  () =>
    operation('query ($id: ID!) { account(id: $id) { id ...F } } fragment F on Account { ...F }'),
  () => operation('{ __schema { types { fields { type { fields { name } } } } } }'),
  // What the graph refuses, or the exchange would.
  (draw) =>
    operation('query ($id: ID) { account(id: $id) { id totalEq } }', { id: drawName(draw) }),
  (draw) => operation('query ($id: ID) { account(id: $id) { id } }', { id: drawIndex(9, draw) }),
  (draw) => ofAccount('details(ccy: $keys) { ccy eq }', drawNames(draw)),
  (draw) => ofAccount('maxAvail(instId: $keys, tdMode: CASH) { availBuy }', drawNames(draw)),
  (draw) => ofAccount('maxLoan(ccy: $keys, mgnMode: CROSS) { maxLoan }', drawNames(draw)),
  (draw) => ofAccount('details(ccy: $keys) { eq }', Array(500).fill(drawName(draw))),
  (draw) =>
    operation(
      `{ account { ${Array.from({ length: 1 + drawIndex(60, draw) }, (_, index) => `a${index}: totalEq`).join(' ')} } }`,
    ),
  (draw) =>
    operation(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Currency { ccy } ... on AccountCurrency { id detail { eq } } ... on Account { totalEq } } }',
      {
        of: drawNames(draw).map((name) => ({
          __typename: drawOne(entityTypes, draw),
          ...(draw() < 0.8 && { id: name, ccy: name, instId: name }),
          ...(draw() < 0.8 && { accountId: drawOne(['spot', name], draw) }),
        })),
      },
    ),
];

const ofAccount = (field: string, keys: readonly string[]): Request =>
  operation(`query ($keys: [ID!]!) { account { id ${field} } }`, { keys });

export function drawHostile(draw: Draw): Request {
  const request = (drawOne(kinds, draw) ?? (() => raw('')))(draw);
  const oddHeaders = {
    'cache-control':
      drawOne(['max-age=-1', 'max-age=1e9', 'max-age=99999999999', ',,'], draw) ?? '',
    'x-explain': drawOne(['calls', 'plan', '__proto__', ''], draw) ?? '',
  };
  return draw() < 0.3 ? { ...request, headers: { ...request.headers, ...oddHeaders } } : request;
}
