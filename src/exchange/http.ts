import ky, { type KyInstance } from 'ky';
import { Agent } from 'undici';
import { connectResettably } from './connect.ts';

/**
 * The HTTP client of all calls: a bounded keep-alive pool, no redirects (they would carry the
 * credentials to another host), no retries (each attempt must be signed anew and takes a lease).
 * @param fetch stands in for the network in tests
 */
export function createHttp(fetch?: typeof globalThis.fetch): KyInstance {
  const options = {
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    redirect: 'error',
    // For Node's fetch, which takes a dispatcher; ky's types do not know it.
    dispatcher: new Agent({
      connections: 64,
      keepAliveTimeout: 30_000,
      connect: connectResettably,
    }),
    ...(fetch && { fetch }),
  } as const;
  return ky.create(options);
}
