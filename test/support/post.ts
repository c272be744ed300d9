/** Sends a body as JSON. The length of a stream is not announced. */
export async function post(
  url: string,
  body: string | ReadableStream,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const request = new Request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    // @ts-expect-error -- missing in TypeScript's types
    duplex: 'half',
  });
  return fetch(request);
}

export async function ask(url: string, query: string): Promise<unknown> {
  return (await post(url, JSON.stringify({ query }))).json();
}
