import type { ExecutionResult } from 'graphql';

/** A query to a router, by HTTP. */
export interface AskRouter {
  (
    query: string,
    options?: {
      readonly variables?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ): Promise<ExecutionResult>;
  /** Where the router is. */
  readonly url: string;
}

export function askAt(url: string): AskRouter {
  const ask = async (
    ...[query, { variables, headers } = {}]: Parameters<AskRouter>
  ): ReturnType<AskRouter> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const answer: ExecutionResult = await response.json();
    return answer;
  };
  return Object.assign(ask, { url });
}
