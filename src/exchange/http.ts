import ky, { type KyInstance } from 'ky';
import { createDispatcher } from './dispatcher.ts';
import type { Proxy } from './proxy.ts';

/**
 * The HTTP client of all calls: a bounded keep-alive pool, no redirects (they would carry the
 * credentials to another host), no retries (each attempt must be signed anew and takes a lease).
 * @param fetch stands in for the network in tests
 * @param proxy what https hosts are reached through
 */
export function createHttp(
  fetch?: typeof globalThis.fetch,
  proxy: Proxy | null = null,
): KyInstance {
  const options = {
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    redirect: 'error',
    // For Node's fetch, which takes a dispatcher; ky's types do not know it.
    dispatcher: createDispatcher(proxy),
    ...(fetch && { fetch }),
  } as const;
  return ky.create(options);
}
