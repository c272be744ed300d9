import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { getIntrospectionQuery, getNamedType, isLeafType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { subgraph } from '../../../src/graph/schema.ts';
import { instruments } from '../../../src/simulator/instruments.ts';
import { createHarness } from '../../support/harness.ts';
import { startStillGateway } from '../../support/still-gateway.ts';

const json = { 'content-type': 'application/json' };

/** All that there is to know of the currencies of all accounts, and what could be bought there of some instruments. */
const page = `{ accounts {
  ${valuesOf('Account')}
  details { ${valuesOf('CurrencyDetail')} maxWithdrawal { ${valuesOf('MaxWithdrawal')} } }
  maxAvail(instId: ${JSON.stringify([...instruments.keys()].slice(0, 30))}, tdMode: CROSS) { ${valuesOf('MaxAvail')} }
} }`;

/** The names of all fields of a type that have no fields of their own. */
function valuesOf(name: string): string {
  const type = subgraph.getType(name);
  if (!isObjectType(type)) throw new Error(`no object type ${name}`);
  const fields = Object.values(type.getFields());
  return fields
    .filter((field) => isLeafType(getNamedType(field.type)) && field.args.length === 0)
    .map((field) => field.name)
    .join(' ');
}

/** An answer with its body as it would be on the wire. */
async function send(query: string, headers: Readonly<Record<string, string>>) {
  const { gateway, clock } = createHarness();
  const body = JSON.stringify({ query });
  const init = { method: 'POST', headers: { ...json, ...headers }, body };
  const pending = gateway.handler.fetch('http://gateway/graphql', init);
  // Compressing takes no time of this clock, and is not yet over when nothing on it is due any more.
  await clock.advance(5_000);
  const response = await pending;
  return { headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}

describe('an answer of 130 KB', () => {
  test.each([
    ['br', 12_100, brotliDecompressSync],
    ['gzip', 12_800, gunzipSync],
  ])('as %s takes less than %d bytes, and is the same', async (encoding, most, decompress) => {
    const { headers, body } = await send(page, { 'accept-encoding': encoding });
    const text = decompress(body);
    expect(text.length).toBeGreaterThan(130_000);
    expect(body.length).toBeLessThan(most);
    expect(text.equals((await send(page, {})).body)).toBe(true);
    expect(headers.get('content-encoding')).toBe(encoding);
    expect(headers.get('content-length')).toBe(String(body.length));
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });
});

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0.8, gzip', 'gzip'],
  ['gzip;q=0.5, br;q=0.9', 'br'],
  ['*', 'br'],
  ['deflate, zstd', null],
  ['gzip;q=0, identity', null],
  ['identity, gzip;q=0.5', null],
  ['', null],
])('for whoever takes "%s" it is %s', async (accept, encoding) => {
  const { headers } = await send(getIntrospectionQuery(), { 'accept-encoding': accept });
  expect(headers.get('content-encoding')).toBe(encoding);
  expect(headers.get('vary')).toBe('accept-encoding, origin');
});

test('a short answer is sent as it is', async () => {
  const { headers, body } = await send('{ account { id } }', { 'accept-encoding': 'gzip' });
  expect(headers.get('content-encoding')).toBeNull();
  expect(headers.get('vary')).toBe('accept-encoding, origin');
  expect(JSON.parse(body.toString())).toEqual({ data: { account: { id: 'multi-currency' } } });
});

test.each(['text/event-stream', 'multipart/mixed'])('%s is not compressed', async (accept) => {
  const { body } = await send(page, { 'accept-encoding': 'gzip', accept });
  expect(body.toString()).toContain('"totalEq"');
});

test('it is so on the wire', async () => {
  await using gateway = await startStillGateway();
  const headers = { ...json, 'accept-encoding': 'gzip' };
  const query = getIntrospectionQuery();
  const sent = request(gateway.url, { method: 'POST', headers }).end(JSON.stringify({ query }));
  const [answer] = await once(sent, 'response');
  const response: IncomingMessage = answer;
  const body = await buffer(response);
  expect(response.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-length': String(body.length),
  });
  expect(JSON.parse(gunzipSync(body).toString())).toHaveProperty('data.__schema');
});
