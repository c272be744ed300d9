import { cacheExchange } from '@urql/exchange-graphcache';
import { useEffect, useMemo, useState } from 'react';
import { Client, fetchExchange, Provider, useQuery } from 'urql';
import { introspection } from '../../../schema/client/index.js';
import type { PageProps } from './main.tsx';
import { Panel } from './panel.tsx';
import { pollMs, type Question, questions } from './questions.ts';

export function Page({ url }: PageProps) {
  // What objects are known by needs no configuration.
  const [client] = useState(
    () =>
      new Client({
        url,
        exchanges: [cacheExchange({ schema: introspection }), fetchExchange],
        preferGetMethod: false,
      }),
  );
  return (
    <Provider value={client}>
      {questions.map((question) => (
        <Answer key={question.name} {...question} />
      ))}
    </Provider>
  );
}

function Answer({ name, document, variables, headers }: Question) {
  const context = useMemo(() => ({ fetchOptions: { headers } }), [headers]);
  const [{ data, error, fetching }, ask] = useQuery({ query: document, variables, context });
  useEffect(() => {
    const timer = setInterval(() => ask({ ...context, requestPolicy: 'network-only' }), pollMs);
    return () => clearInterval(timer);
  }, [ask, context]);
  const errors = error?.networkError ? [{}] : (error?.graphQLErrors ?? []);
  return <Panel name={name} isLoading={fetching} data={data} errors={errors} />;
}
