import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  HttpLink,
  InMemoryCache,
} from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { ApolloProvider, useQuery } from '@apollo/client/react';
import { generatePersistedQueryIdsFromManifest } from '@apollo/persisted-query-lists';
import { useState } from 'react';
import manifest from '../../../schema/persisted-operations.json' with { type: 'json' };
import type { PageProps } from './main.tsx';
import { Panel } from './panel.tsx';
import { pollMs, type Question, questions } from './questions.ts';

export function Page({ url, ids }: PageProps) {
  // What objects are known by needs no configuration.
  const [client] = useState(
    () => new ApolloClient({ cache: new InMemoryCache(), link: linkTo(url, ids) }),
  );
  // The manifest has the operations of the package only.
  const asked = questions.filter(({ name }) => ids !== 'manifest' || isListed(name));
  return (
    <ApolloProvider client={client}>
      {asked.map((question) => (
        <Answer key={question.name} {...question} />
      ))}
    </ApolloProvider>
  );
}

function Answer({ name, document, variables, headers }: Question) {
  const { data, error, loading } = useQuery(document, {
    variables,
    context: { headers },
    errorPolicy: 'all',
    pollInterval: pollMs,
  });
  const errors = CombinedGraphQLErrors.is(error) ? error.errors : error ? [{}] : [];
  return <Panel name={name} isLoading={loading} data={data} errors={errors} />;
}

const isListed = (name: string) => manifest.operations.some((operation) => operation.name === name);

function linkTo(uri: string, ids: PageProps['ids']): ApolloLink {
  const http = new HttpLink({ uri });
  if (ids === null) return http;
  const persisted =
    ids === 'automatic'
      ? new PersistedQueryLink({ sha256 })
      : new PersistedQueryLink(
          generatePersistedQueryIdsFromManifest({ loadManifest: async () => manifest }),
        );
  return ApolloLink.from([persisted, http]);
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
