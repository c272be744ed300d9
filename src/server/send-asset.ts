import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FetchAPI } from 'graphql-yoga';
import type { Asset } from '../graphiql/assets.ts';

/**
 * @param asset undefined also for one of another version, which a page that stood open may ask for
 * @param accepted the header `accept-encoding` of who asks
 */
export async function sendAsset(
  { Response }: FetchAPI,
  asset: Asset | undefined,
  accepted: string | null,
): Promise<Response> {
  if (!asset) return new Response('Not found. Reload GraphiQL: it has changed.\n', { status: 404 });
  const { br, gzip, headers } = asset;
  const encodings = (accepted ?? '').split(',').map((one) => one.trim());
  const encoding = (['br', 'gzip'] as const).find((one) => encodings.includes(one));
  const body = encoding ? { br, gzip }[encoding] : await unpack(asset);
  return new Response(body, {
    headers: { ...headers, ...(encoding && { 'content-encoding': encoding }) },
  });
}

const unpacked = new WeakMap<Asset, Promise<Uint8Array<ArrayBuffer>>>();

/** Once, and all are sent the same: 5 MB for each of many that ask at once would be more than there is. */
function unpack(asset: Asset): Promise<Uint8Array<ArrayBuffer>> {
  const known = unpacked.get(asset) ?? promisify(gunzip)(asset.gzip);
  unpacked.set(asset, known);
  return known;
}
