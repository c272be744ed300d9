import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import Negotiator from 'negotiator';

/** Answers of fewer bytes fit into a packet as they are. */
const minBytes = 1_024;

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
export type Encoding = keyof typeof encodings;

/** By which answers differ, whether they are compressed or not. What is set before, as by `allowOrigins`, is replaced. */
export const vary = 'accept-encoding, origin';

/**
 * How an answer is compressed for a client; null where it is sent as it is. Whole and before it is sent: what a slow
 * client has not yet taken then counts as what it is (see `cutSlowReaders`), which it would not inside of a compressing
 * stream.
 *
 * @param accept the header `accept-encoding`
 * @param bytes how many the answer has
 */
export function encodingFor(accept: string | null, bytes: number): Encoding | null {
  return accept !== null && bytes >= minBytes ? chosenBy(accept) : null;
}

export const compress = async (text: string, encoding: Encoding): Promise<Buffer<ArrayBuffer>> =>
  encodings[encoding](text);

/** What the client likes best, of two the one that makes less of an answer; null if that is no compression. */
function chosenBy(accept: string): Encoding | null {
  // Of those that are liked alike the first counts, and browsers name gzip first.
  const rank = (one: string) => (/^\s*br\b/i.test(one) ? 0 : 1);
  const sorted = accept.split(',').toSorted((one, other) => rank(one) - rank(other));
  const negotiator = new Negotiator({ headers: { 'accept-encoding': sorted.join() } });
  const best = negotiator.encoding(['br', 'gzip', 'identity']);
  return best === 'br' || best === 'gzip' ? best : null;
}
