import type { Gateway } from '../../src/server/gateway.ts';

interface KnockOptions {
  readonly query?: string;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly address?: string;
}

/** What a request is answered with that needs no call of the exchange, and so no time. */
export async function knock(
  { handler }: Pick<Gateway, 'handler'>,
  options: KnockOptions = {},
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: unknown }> {
  const { query = '{ accounts { id } }', method = 'POST', headers, address } = options;
  const { url = 'http://gateway/graphql' } = options;
  const request = {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: JSON.stringify({ query }) }),
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
