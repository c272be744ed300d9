import type { ExecutionResult } from 'graphql';

/** A query to a router, by HTTP. */
export type AskRouter = (
  query: string,
  options?: {
    readonly variables?: Readonly<Record<string, unknown>>;
    readonly headers?: Readonly<Record<string, string>>;
  },
) => Promise<ExecutionResult>;

export function askAt(url: string): AskRouter {
  return async (query, { variables, headers } = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const answer: ExecutionResult = await response.json();
    return answer;
  };
}
