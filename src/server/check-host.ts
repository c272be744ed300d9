import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../settings/loopback.ts';

/** What ends a host in an address, or has another one follow. */
const beyondHost = /[/?#@\\]/;

type Addressed = Pick<IncomingMessage, 'headers' | 'url'>;

/** Why a request is not taken. */
export interface HostRefusal {
  readonly status: 400 | 421;
  readonly message: string;
}

/**
 * The same for all that comes to a server, which does not look again at the address that it took last: nearly all requests
 * name the same.
 */
export function createHostCheck(listensOn: string): (request: Addressed) => HostRefusal | null {
  let taken: { readonly host: string | undefined; readonly url: string | undefined } | null = null;
  return (request) => {
    const { url } = request;
    const { host } = request.headers;
    // Each by itself: two others can be the same text when they are put together.
    if (taken && taken.host === host && taken.url === url) return null;
    const refusal = checkHost(request, listensOn);
    if (!refusal) taken = { host, url };
    return refusal;
  };
}

/**
 * Looks at the address that a request was sent to; null when it is taken.
 *
 * A page of another origin can have its own name point to this machine, and is then of the same origin to its
 * browser (DNS rebinding). So what listens on loopback answers only to the names of loopback.
 *
 * @param listensOn the address that the server listens on
 */
export function checkHost(
  { headers: { host = 'localhost' }, url = '/' }: Addressed,
  listensOn: string,
): HostRefusal | null {
  const address = `http://${host}`;
  // What is read as one address must not be another one to whoever puts the two together.
  // Without a host, the first part of the path would be read as one.
  const isHost = !beyondHost.test(host) && URL.canParse(address);
  const isRead = isHost && url.startsWith('/') && URL.canParse(`${address}${url}`);
  if (!isRead) {
    return { status: 400, message: 'The address of the request cannot be read.' };
  }
  if (!isLoopback(listensOn) || isLoopback(new URL(address).hostname)) return null;
  return {
    status: 421,
    message:
      'This gateway listens on loopback and is reached by localhost, 127.0.0.1 and [::1] only. A proxy before it has to send one of these as Host.',
  };
}
