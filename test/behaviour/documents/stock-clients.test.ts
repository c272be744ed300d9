import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { generatePersistedQueryIdsFromManifest } from '@apollo/persisted-query-lists';
import { Client, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { hash } from 'node:crypto';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../../schema/persisted-operations.json' with { type: 'json' };
import { startStillGateway } from '../../support/still-gateway.ts';

const document = parse('query Mine { account { id totalEq } }');
const own = manifest.operations.find(({ name }) => name === 'WhatCanLeave');

let gateway: Awaited<ReturnType<typeof startStillGateway>>;

beforeAll(async () => {
  gateway = await startStillGateway();
});

afterAll(() => gateway[Symbol.asyncDispose]());

/** A fetch that keeps what it sent: an id, a text or both. */
function watched() {
  const sent: string[] = [];
  const watch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const content = Object.fromEntries(url.searchParams);
    const body = request.method === 'GET' ? content : await request.clone().json();
    sent.push(['extensions', 'query'].filter((name) => name in body).join(' with '));
    return fetch(request);
  };
  return { sent, fetch: watch };
}

function apolloClient(
  fetchOf: typeof fetch,
  ids: ConstructorParameters<typeof PersistedQueryLink>[0],
  uri = gateway.url,
) {
  return new ApolloClient({
    cache: new InMemoryCache(),
    link: new PersistedQueryLink(ids).concat(new HttpLink({ uri, fetch: fetchOf })),
  });
}

const urqlClient = (fetchOf: typeof fetch, url = gateway.url) =>
  new Client({
    url,
    fetch: fetchOf,
    preferGetMethod: false,
    exchanges: [
      persistedExchange({
        preferGetForPersistedQueries: false,
        generateHash: async (text) => sha256(text),
      }),
      fetchExchange,
    ],
  });

const sha256 = (text: string) => hash('sha256', text);

test('Apollo Client sends a text once, and then its id', async () => {
  const { sent, fetch: watch } = watched();
  const client = apolloClient(watch, { sha256 });
  for (let times = 0; times < 2; times += 1) {
    const { data } = await client.query({ query: document, fetchPolicy: 'network-only' });
    expect(data).toMatchObject({ account: { id: 'multi-currency' } });
  }
  expect(sent).toEqual(['extensions', 'extensions with query', 'extensions']);
});

test('Apollo Client sends the ids of the manifest of the contract, and by GET too', async () => {
  const ids = generatePersistedQueryIdsFromManifest({ loadManifest: async () => manifest });
  for (const useGETForHashedQueries of [false, true]) {
    const { sent, fetch: watch } = watched();
    const client = apolloClient(watch, { ...ids, useGETForHashedQueries });
    const { data } = await client.query({
      query: parse(own?.body ?? ''),
      variables: { ccy: ['ETH'] },
    });
    expect(data).toMatchObject({ account: { details: [{ ccy: 'ETH' }] } });
    expect(sent).toEqual(['extensions']);
  }
});

test('urql sends a text once, and then its id', async () => {
  const { sent, fetch: watch } = watched();
  const client = urqlClient(watch);
  for (let times = 0; times < 2; times += 1) {
    const { data } = await client.query('{ account { id uTime } }', {});
    expect(data).toMatchObject({ account: { id: 'multi-currency' } });
  }
  expect(sent).toEqual(['extensions', 'extensions with query', 'extensions']);
});

describe('where only documents of manifests are answered, a client is told what to do, and goes on by ids:', () => {
  const forbidden = /Only documents of manifests are answered here/;
  const listed = parse(own?.body ?? '');
  const sentThen = ['extensions', 'extensions with query', 'extensions'];
  let strict: typeof gateway;

  beforeAll(async () => {
    strict = await startStillGateway({ operations: 'persisted' });
  });

  afterAll(() => strict[Symbol.asyncDispose]());

  test('Apollo Client', async () => {
    const { sent, fetch: watch } = watched();
    const client = apolloClient(watch, { sha256 }, strict.url);
    await expect(client.query({ query: document })).rejects.toThrow(forbidden);
    const { data } = await client.query({ query: listed });
    expect(data).toHaveProperty('account');
    expect(sent).toEqual(sentThen);
  });

  test('urql', async () => {
    const { sent, fetch: watch } = watched();
    const client = urqlClient(watch, strict.url);
    const { error } = await client.query(document, {});
    expect(error?.message).toMatch(forbidden);
    const { data } = await client.query(listed, {});
    expect(data).toHaveProperty('account');
    expect(sent).toEqual(sentThen);
  });
});
