import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'graphql-yoga';
import Negotiator from 'negotiator';

/** Answers of fewer bytes fit into a packet as they are. */
const minBytes = 1_024;
/** What differs each time: assets of GraphiQL come compressed. */
const answer = /^application\/(?:json|graphql-response\+json)\b/i;

/** Off the event loop, so levels are for what they take of the other core: 100 KB in 1 or 2 ms. */
const encodings = {
  br: async (text: string) => promisify(brotliCompress)(text, { params: quick }),
  gzip: async (text: string) => promisify(gzip)(text),
};
const quick = {
  [constants.BROTLI_PARAM_QUALITY]: 4,
  // Bytes of the window as a power of two: with the usual 22, each answer under way takes some megabytes.
  [constants.BROTLI_PARAM_LGWIN]: 18,
};
type Encoding = keyof typeof encodings;

/**
 * Compresses answers for those who take them so. Whole and before it is sent: what a slow client has not yet taken then
 * counts as what it is (see `cutSlowReaders`), which it would not inside of a compressing stream.
 */
export function useCompression(): Plugin {
  return {
    async onResponse({ request, response, setResponse, fetchAPI }) {
      const { headers, status } = response;
      if (headers.has('content-encoding')) return;
      if (!answer.test(headers.get('content-type') ?? '')) return;
      // What is set before, as by `allowOrigins`, is replaced.
      headers.set('vary', 'accept-encoding, origin');
      // Of a stream it is not known: each part has to arrive by itself.
      if (!(Number(headers.get('content-length')) >= minBytes)) return;
      const encoding = chosenBy(request.headers.get('accept-encoding'));
      if (encoding === null) return;
      const body = await encodings[encoding](await response.text());
      headers.set('content-encoding', encoding);
      headers.set('content-length', String(body.byteLength));
      setResponse(new fetchAPI.Response(body, { status, headers }));
    },
  };
}

/** What the client likes best, of two the one that makes less of an answer; null if that is no compression. */
function chosenBy(accept: string | null): Encoding | null {
  if (accept === null) return null;
  // Of those that are liked alike the first counts, and browsers name gzip first.
  const rank = (one: string) => (/^\s*br\b/i.test(one) ? 0 : 1);
  const sorted = accept.split(',').toSorted((one, other) => rank(one) - rank(other));
  const negotiator = new Negotiator({ headers: { 'accept-encoding': sorted.join() } });
  const best = negotiator.encoding(['br', 'gzip', 'identity']);
  return best === 'br' || best === 'gzip' ? best : null;
}
