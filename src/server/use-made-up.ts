import { isAsyncIterable, type Plugin } from 'graphql-yoga';

/** Has each answer to a query say that its figures are made up: whoever reads them may not know who started the gateway, and how. */
export function useMadeUp(): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || isAsyncIterable(result)) return;
      setResult({ ...result, extensions: { ...result.extensions, madeUp: true } });
    },
  };
}
