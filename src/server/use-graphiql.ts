import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FetchAPI, Plugin } from 'graphql-yoga';
import { type Asset, createAssets } from '../graphiql/assets.ts';
import { renderDocPage } from '../graphiql/doc-pages.ts';
import { contentSecurityPolicy, renderPage } from '../graphiql/page.ts';

interface GraphiqlOptions {
  /** Where it is asked for. */
  readonly path: string;
  /** Whether an embedded exchange serves. */
  readonly madeUp: boolean;
}

/**
 * Serves GraphiQL to browsers: a small page at each visit, assets that they keep, and the pages of documentation that
 * it links to. Each is found at the address of the page, by its query.
 */
export function useGraphiql({ path, madeUp }: GraphiqlOptions): Plugin {
  const assets = createAssets();
  return {
    async onRequest({ request: { method, headers }, url, fetchAPI, endResponse }) {
      if (method !== 'GET' || (url.pathname !== path && url.pathname !== `${path}/`)) return;
      const [asset, page] = ['asset', 'page'].map((name) => url.searchParams.get(name));
      if (asset) {
        const found = Object.values(await assets()).find(({ id }) => id === asset);
        endResponse(
          found
            ? await sendAsset(fetchAPI, found, headers.get('accept-encoding') ?? '')
            : sendNotFound(fetchAPI),
        );
      } else if (page) {
        const html = renderDocPage(page);
        endResponse(html === null ? sendNotFound(fetchAPI) : sendPage(fetchAPI, html));
      } else if (headers.get('accept')?.includes('text/html')) {
        endResponse(sendPage(fetchAPI, renderPage(await assets(), madeUp)));
      }
    },
  };
}

function sendPage({ Response }: FetchAPI, html: string): Response {
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
    },
  });
}

async function sendAsset(
  { Response }: FetchAPI,
  { type, br, gzip }: Asset,
  accepted: string,
): Promise<Response> {
  const encodings = accepted.split(',').map((one) => one.trim());
  const encoding = (['br', 'gzip'] as const).find((one) => encodings.includes(one));
  const body = encoding ? { br, gzip }[encoding] : await promisify(gunzip)(gzip);
  return new Response(body, {
    headers: {
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
      ...(encoding && { 'content-encoding': encoding }),
    },
  });
}

/** Also for an asset of another version, which a page that stood open may ask for. */
function sendNotFound({ Response }: FetchAPI): Response {
  return new Response('There is no such page. Reload GraphiQL: it may have changed.\n', {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}
