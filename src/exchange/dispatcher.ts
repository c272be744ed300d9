import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { connectResettably } from './connect.ts';
import type { Proxy } from './proxy.ts';

const pool = { connections: 64, keepAliveTimeout: 30_000, connect: connectResettably };

/**
 * A bounded pool of kept-alive connections, through a proxy if there is one. What it is asked to forget of a call that was
 * given up is the proxy's business then: such a connection is closed and not reset.
 */
export function createDispatcher(proxy: Proxy | null): Dispatcher {
  if (proxy === null) return new Agent(pool);
  return new EnvHttpProxyAgent({
    ...pool,
    // Plain http is for hosts of this machine, which no proxy leads to. Empty, lest the environment is looked at.
    httpProxy: '',
    httpsProxy: proxy.url.reveal(),
    noProxy: proxy.except,
  });
}

/** Node's fetch, through a proxy. */
export function fetchThrough(proxy: Proxy): typeof globalThis.fetch {
  const dispatcher = createDispatcher(proxy);
  return async (input, init) => {
    // Node's types and undici's know different versions of it.
    const options = { ...init, dispatcher };
    return fetch(input, options);
  };
}
