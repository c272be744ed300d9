import type { Http } from '../../src/exchange/http.ts';

/** A fetch, where the gateway has its HTTP client: what stands in for the network. */
export function httpOf(fetch: typeof globalThis.fetch): Http {
  return async (origin, path, headers, signal) => {
    const response = await fetch(new URL(path, origin), { headers, signal });
    return { status: response.status, body: await response.text() };
  };
}
