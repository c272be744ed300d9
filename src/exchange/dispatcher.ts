import { Agent, type buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { ProxyUnreachable } from './cause.ts';
import { connectResettably } from './connect.ts';
import type { Proxy } from './proxy.ts';

/**
 * To one host, for all accounts. What answers after 20 ms answers 12,000 calls a second by so many, which is more than a process
 * can sign and read; and those of 10,000 accounts would not need more of its memory than of a few.
 */
export const mostConnections = 256;

/** Answers larger than this fail; a whole balance of 500 currencies has about 700 kB. */
export const maxAnswerBytes = 2 * 2 ** 20;

const pool = {
  connections: mostConnections,
  keepAliveTimeout: 30_000,
  connect: connectResettably,
  maxResponseSize: maxAnswerBytes,
  // Whoever calls gives up in time, by the clock of the gateway.
  headersTimeout: 0,
  bodyTimeout: 0,
};

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
    clientFactory: connectToProxy,
  });
}

/** The connections to the proxy itself; what becomes of them is told apart from what is beyond it. */
function connectToProxy(url: URL, { connect }: { connect: buildConnector.connector }): Dispatcher {
  const host = url.port ? url.host : `${url.hostname}:${url.protocol === 'https:' ? 443 : 80}`;
  return new Pool(url.origin, {
    connect(options, callback) {
      connect(options, (error, socket) => {
        if (error) callback(new ProxyUnreachable(host, error), null);
        else callback(null, socket);
      });
    },
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
