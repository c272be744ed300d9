import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, Observable } from '@apollo/client';
import { ApolloProvider, useSubscription } from '@apollo/client/react';
import { OperationTypeNode, print } from 'graphql';
import { useState } from 'react';
import { LiveDocument, watch } from '../../../schema/client/index.js';
import { allParts, Figure } from './live-parts.tsx';
import type { PageProps } from './main.tsx';

export function Page({ url }: PageProps) {
  const [client] = useState(
    () =>
      new ApolloClient({
        cache: new InMemoryCache(),
        link: ApolloLink.split(
          ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
          liveLink(url),
          new HttpLink({ uri: url }),
        ),
      }),
  );
  return <ApolloProvider client={client}>{allParts(Part)}</ApolloProvider>;
}

const liveLink = (url: string) =>
  new ApolloLink(
    ({ query, variables }) =>
      new Observable((reader) => watch({ query: print(query), variables }, reader, { url })),
  );

function Part() {
  const { data, error } = useSubscription(LiveDocument);
  return <Figure>{data?.account?.totalEq ?? error?.message}</Figure>;
}
