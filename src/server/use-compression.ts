import type { Plugin } from 'graphql-yoga';
import { compress, encodingFor, vary } from './compression.ts';

/** What differs each time: assets of GraphiQL come compressed. */
const answer = /^application\/(?:json|graphql-response\+json)\b/i;

/** Compresses answers for those who take them so. */
export function useCompression(): Plugin {
  return {
    async onResponse({ request, response, setResponse, fetchAPI }) {
      const { headers, status } = response;
      if (headers.has('content-encoding')) return;
      if (!answer.test(headers.get('content-type') ?? '')) return;
      headers.set('vary', vary);
      // Of a stream it is not known: each part has to arrive by itself.
      const bytes = Number(headers.get('content-length'));
      const encoding = encodingFor(request.headers.get('accept-encoding'), bytes);
      if (encoding === null) return;
      const body = await compress(await response.text(), encoding);
      headers.set('content-encoding', encoding);
      headers.set('content-length', String(body.byteLength));
      setResponse(new fetchAPI.Response(body, { status, headers }));
    },
  };
}
