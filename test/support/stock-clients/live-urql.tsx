import { useState } from 'react';
import {
  cacheExchange,
  Client,
  fetchExchange,
  Provider,
  subscriptionExchange,
  useSubscription,
} from 'urql';
import { LiveDocument, watch } from '../../../schema/client/index.js';
import { allParts, Figure } from './live-parts.tsx';
import type { PageProps } from './main.tsx';

export function Page({ url }: PageProps) {
  const [client] = useState(
    () =>
      new Client({
        url,
        preferGetMethod: false,
        exchanges: [
          cacheExchange,
          fetchExchange,
          subscriptionExchange({
            forwardSubscription: ({ query, variables }) => ({
              subscribe: (reader) => ({
                unsubscribe: watch({ query, variables }, reader, { url }),
              }),
            }),
          }),
        ],
      }),
  );
  return <Provider value={client}>{allParts(Part)}</Provider>;
}

function Part() {
  const [{ data, error }] = useSubscription({ query: LiveDocument });
  return <Figure>{data?.account?.totalEq ?? error?.message}</Figure>;
}
