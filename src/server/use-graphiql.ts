import type { Plugin } from 'graphql-yoga';
import type { Assets } from '../graphiql/assets.ts';
import { type PageOptions, pageHeaders, renderPage } from '../graphiql/page.ts';
import { sendAsset } from './send-asset.ts';

interface GraphiqlOptions extends PageOptions {
  /** Where it is asked for. */
  readonly path: string;
  readonly assets: () => Promise<Assets>;
}

export type Asked = Parameters<NonNullable<Plugin['onRequest']>>[0];

/**
 * Serves GraphiQL to browsers: a small page at each visit, assets that they keep, and the pages of documentation that
 * it links to. Each is found at the address of the page, by its query. All of it is the same for everybody; the schema,
 * which is not for everybody, is left to `useSchemaAsset`.
 */
export function useGraphiql({ path, assets, ...options }: GraphiqlOptions): Plugin {
  let page: string | undefined;

  async function serve({ request: { headers }, url, fetchAPI, endResponse }: Asked) {
    const id = url.searchParams.get('asset');
    if (id !== null) {
      const all = await assets();
      if (id === all['introspection.json'].id) return;
      const asset = Object.values(all).find((one) => one.id === id);
      endResponse(await sendAsset(fetchAPI, asset, headers.get('accept-encoding')));
    } else if (headers.get('accept')?.includes('text/html')) {
      page ??= renderPage(await assets(), options);
      endResponse(new fetchAPI.Response(page, { headers: pageHeaders }));
    }
  }

  return {
    onRequest(asked) {
      // Queries are not held up by as much as a promise.
      return isForGraphiql(asked, path) ? serve(asked) : undefined;
    },
  };
}

export const isForGraphiql = (
  { request, url }: Pick<Asked, 'request' | 'url'>,
  path: string,
): boolean => request.method === 'GET' && (url.pathname === path || url.pathname === `${path}/`);
