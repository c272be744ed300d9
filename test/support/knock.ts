import type { Gateway } from '../../src/server/gateway.ts';

interface KnockOptions {
  readonly query?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly address?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** What a request is answered with; time must be moved on where that takes a call of the exchange. */
export async function knock(
  { handler }: Pick<Gateway, 'handler'>,
  options: KnockOptions = {},
): Promise<Answer> {
  const { query = '{ accounts { id } }', variables, method = 'POST', headers, address } = options;
  const { url = 'http://gateway/graphql' } = options;
  const request = {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: JSON.stringify({ query, variables }) }),
  };
  const response = await handler.fetch(url, request, address === undefined ? {} : { address });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? null : JSON.parse(text),
  };
}

export const bearer = (token: string): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${token}`,
});
