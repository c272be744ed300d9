import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import manifest from '../../../schema/persisted-operations.json' with { type: 'json' };
import { createHarness } from '../../support/harness.ts';

type Harness = ReturnType<typeof createHarness>;

const idOf = (query: string) => hash('sha256', query);
const byId = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

async function send({ gateway, clock }: Harness, content: object) {
  const response = await clock.run(
    Promise.resolve(
      gateway.handler.fetch('http://gateway/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(content),
      }),
    ),
  );
  return { status: response.status, answer: await response.json() };
}

const notFound = {
  status: 200,
  answer: {
    errors: [
      { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
    ],
  },
};

const query = '{ account { details(ccy: ["BTC"]) { ccy } } }';
const told = { status: 200, answer: { data: { account: { details: [{ ccy: 'BTC' }] } } } };

const ofType = (wanted: string) => manifest.operations.filter(({ type }) => type === wanted);

test.each(ofType('query'))('$name of the contract is taken by its id', async ({ id, body }) => {
  const { answer } = await send(createHarness(), { extensions: byId(id) });
  expect(answer).toHaveProperty('data');
  expect(answer).toEqual((await send(createHarness(), { query: body })).answer);
});

test.each(ofType('subscription'))('$name is subscribed to by its id', async ({ id, body }) => {
  const named = await createHarness().subscribe('', { extensions: byId(id) });
  expect(named.results[0]).toHaveProperty('data.account.id');
  expect(named.results).toEqual((await createHarness().subscribe(body)).results);
});

test('variables go with an id as they do with a text', async () => {
  const { id } = manifest.operations.find(({ name }) => name === 'WhatCanLeave') ?? {};
  const content = { variables: { ccy: ['ETH'] }, extensions: byId(id ?? '') };
  expect((await send(createHarness(), content)).answer).toMatchObject({
    data: { account: { details: [{ ccy: 'ETH' }] } },
  });
});

describe('a text that comes with its id', () => {
  test('is answered, and from then on taken by the id alone', async () => {
    const harness = createHarness();
    const extensions = byId(idOf(query));
    expect(await send(harness, { extensions })).toEqual(notFound);
    expect(await send(harness, { query, extensions })).toEqual(told);
    expect(await send(harness, { extensions })).toEqual(told);
  });

  test('is refused with the id of another, which goes on meaning what it did', async () => {
    const harness = createHarness();
    const extensions = byId(idOf(query));
    await send(harness, { query, extensions });
    const refused = await send(harness, { query: '{ __typename }', extensions });
    expect(refused).toMatchObject({
      status: 400,
      answer: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    });
    expect(await send(harness, { extensions })).toEqual(told);
    const [{ id, body } = { id: '', body: '' }] = manifest.operations;
    expect((await send(harness, { query, extensions: byId(id) })).status).toBe(400);
    expect(await send(harness, { query: body, extensions: byId(id) })).toEqual(
      await send(harness, { extensions: byId(id) }),
    );
  });

  test('is forgotten when many others came since, and remembered as long as it is asked for', async () => {
    const harness = createHarness();
    const leave = (text: string) => send(harness, { query: text, extensions: byId(idOf(text)) });
    const asked = `{ __typename } # asked`;
    await leave(query);
    await leave(asked);
    // Of 8 KB each, 270 are more than are kept.
    for (let other = 0; other < 270; other += 1) {
      await leave(`{ __typename } # ${other}`.padEnd(8_000));
      expect((await send(harness, { extensions: byId(idOf(asked)) })).answer).not.toHaveProperty(
        'errors',
      );
    }
    expect(await send(harness, { extensions: byId(idOf(query)) })).toEqual(notFound);
  });

  test('is answered but not kept when it is very long', async () => {
    const harness = createHarness();
    const long = query.padEnd(8_200);
    const extensions = byId(idOf(long));
    expect(await send(harness, { query: long, extensions })).toEqual(told);
    expect(await send(harness, { extensions })).toEqual(notFound);
  });
});

test('an id by GET wants the same header as any GET', async () => {
  const { gateway, clock } = createHarness();
  const [{ id } = { id: '' }] = manifest.operations;
  const url = `http://gateway/graphql?extensions=${encodeURIComponent(JSON.stringify(byId(id)))}`;
  const get = (headers: Record<string, string>) =>
    clock.run(Promise.resolve(gateway.handler.fetch(url, { headers })));
  expect((await get({})).status).toBe(400);
  const answer = await get({ 'apollo-require-preflight': 'true' });
  expect(await answer.json()).toHaveProperty('data.account');
});

test.each([
  {},
  { query: null },
  { query: '' },
  { extensions: null },
  { extensions: 'persistedQuery' },
  { extensions: { persistedQuery: 'x' } },
  { extensions: { persistedQuery: { version: 2, sha256Hash: 'x' } } },
  { extensions: byId('__proto__'), query: 5 },
  { extensions: { persistedQuery: { version: 1, sha256Hash: ['x'] } } },
])('%j is refused as a request without a query', async (content) => {
  const errors = [{ message: expect.any(String), extensions: { code: 'BAD_REQUEST' } }];
  expect(await send(createHarness(), content)).toEqual({ status: 400, answer: { errors } });
});
