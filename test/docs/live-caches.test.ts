import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache, Observable } from '@apollo/client';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { OperationTypeNode, print } from 'graphql';
import { expect, onTestFinished, test } from 'vitest';
import { introspection, LiveDocument, watch } from '../../schema/client/index.js';
import { startStillGateway } from '../support/still-gateway.ts';

interface Total {
  readonly account: { readonly totalEq: string | null } | null;
}

const query = gql`
  query Total {
    account {
      id
      totalEq
    }
  }
`;

/** Tells what a query shows, again when that changes, while the same account is watched beside it; gives what ends both. */
type ShowBeside = (url: string, show: (total: string) => unknown) => () => void;

const byApollo: ShowBeside = (url, show) => {
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new ApolloLink(
        ({ query: live, variables }) =>
          new Observable((reader) => watch({ query: print(live), variables }, reader, { url })),
      ),
      new HttpLink({ uri: url, fetch: countedFetch }),
    ),
  });
  const shown = client.watchQuery<Total>({ query }).subscribe(({ data }) => {
    show(data?.account?.totalEq ?? '');
  });
  const live = client.subscribe({ query: LiveDocument }).subscribe({});
  return () => {
    shown.unsubscribe();
    live.unsubscribe();
  };
};

const byUrql: ShowBeside = (url, show) => {
  const client = new Client({
    url,
    preferGetMethod: false,
    fetch: countedFetch,
    exchanges: [
      cacheExchange({ schema: introspection }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query: live, variables }) => ({
          subscribe: (reader) => ({
            unsubscribe: watch({ query: live, variables }, reader, { url }),
          }),
        }),
      }),
    ],
  });
  const shown = client.query<Total>(query, {}).subscribe(({ data }) => {
    show(data?.account?.totalEq ?? '');
  });
  const live = client.subscription(LiveDocument, {}).subscribe(() => undefined);
  return () => {
    shown.unsubscribe();
    live.unsubscribe();
  };
};

/** How many queries were sent; what is watched goes another way. */
let queries = 0;
const countedFetch: typeof fetch = async (...request) => {
  queries += 1;
  return fetch(...request);
};

test.each([
  ['Apollo Client', byApollo],
  ["urql's graphcache", byUrql],
])('a query changes with what is watched beside it, unasked: %s', async (_client, showBeside) => {
  await using gateway = await startStillGateway({ moving: true });
  queries = 0;
  const totals = new Set<string>();
  // It shows nothing while it waits for the first answer.
  const add = (total: string) => total !== '' && totals.add(total);
  onTestFinished(showBeside(gateway.url, add));
  await expect.poll(() => totals.size, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
  expect(queries).toBe(1);
});
