import type { Plugin } from 'graphql-yoga';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { Asset, Assets } from '../graphiql/assets.ts';
import { sendAsset } from './send-asset.ts';
import { senderOf } from './use-caller.ts';
import { type Asked, isForGraphiql } from './use-graphiql.ts';

interface SchemaAssetOptions {
  /** Where GraphiQL is asked for. */
  readonly path: string;
  readonly assets: () => Promise<Assets>;
  /** Whether only callers that are known are answered. */
  readonly wantsToken: boolean;
}

/** Serves the schema that GraphiQL shows, to callers that may explore. It goes after who finds out who asks. */
export function useSchemaAsset({ path, assets, wantsToken }: SchemaAssetOptions): Plugin {
  async function serve({ request, fetchAPI, endResponse }: Asked) {
    if (!senderOf(request).caller.mayExplore) {
      const headers = { 'content-type': 'application/json' };
      endResponse(new fetchAPI.Response(refusal, { status: 403, headers }));
      return;
    }
    const { 'introspection.json': schema } = await assets();
    const asset = wantsToken ? forItsCaller(schema) : schema;
    endResponse(await sendAsset(fetchAPI, asset, request.headers.get('accept-encoding')));
  }

  return {
    onRequest(asked) {
      const isAsset = isForGraphiql(asked, path) && asked.url.searchParams.has('asset');
      return isAsset ? serve(asked) : undefined;
    },
  };
}

const code: ErrorCode = 'FORBIDDEN';
const message = 'You may not explore this gateway, so its schema is not shown to you.';
const refusal = JSON.stringify({ errors: [{ message, extensions: { code } }] });

/** No cache keeps it, where the next who asks may not be the same. */
function forItsCaller(asset: Asset): Asset {
  return { ...asset, headers: { ...asset.headers, 'cache-control': 'no-store' } };
}
