import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FetchAPI, Plugin } from 'graphql-yoga';
import { type Asset, createAssets } from '../graphiql/assets.ts';
import { pageHeaders, renderPage } from '../graphiql/page.ts';

interface GraphiqlOptions {
  /** Where it is asked for. */
  readonly path: string;
  /** Whether an embedded exchange serves. */
  readonly madeUp: boolean;
}

type Asked = Parameters<NonNullable<Plugin['onRequest']>>[0];

/**
 * Serves GraphiQL to browsers: a small page at each visit, assets that they keep, and the pages of documentation that
 * it links to. Each is found at the address of the page, by its query.
 */
export function useGraphiql({ path, madeUp }: GraphiqlOptions): Plugin {
  const assets = createAssets();
  let page: string | undefined;

  async function serve({ request: { headers }, url, fetchAPI, endResponse }: Asked) {
    const id = url.searchParams.get('asset');
    if (id !== null) {
      const asset = Object.values(await assets()).find((one) => one.id === id);
      endResponse(await sendAsset(fetchAPI, asset, headers.get('accept-encoding') ?? ''));
    } else if (headers.get('accept')?.includes('text/html')) {
      page ??= renderPage(await assets(), madeUp);
      endResponse(new fetchAPI.Response(page, { headers: pageHeaders }));
    }
  }

  return {
    onRequest(asked) {
      const { request, url } = asked;
      const isHere = url.pathname === path || url.pathname === `${path}/`;
      // Queries are not held up by as much as a promise.
      return isHere && request.method === 'GET' ? serve(asked) : undefined;
    },
  };
}

/** @param asset undefined also for one of another version, which a page that stood open may ask for */
async function sendAsset(
  { Response }: FetchAPI,
  asset: Asset | undefined,
  accepted: string,
): Promise<Response> {
  if (!asset) return new Response('Not found. Reload GraphiQL: it has changed.\n', { status: 404 });
  const { br, gzip, headers } = asset;
  const encodings = accepted.split(',').map((one) => one.trim());
  const encoding = (['br', 'gzip'] as const).find((one) => encodings.includes(one));
  const body = encoding ? { br, gzip }[encoding] : await promisify(gunzip)(gzip);
  return new Response(body, {
    headers: { ...headers, ...(encoding && { 'content-encoding': encoding }) },
  });
}
