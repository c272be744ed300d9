import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../operations/bad-request.ts';

/** A media type of `accept` that an answer can come in. Its text is always in UTF-8. */
const offered =
  /^\s*(?:\*\/\*|application\/(?:\*|json|graphql-response\+json)|text\/(?:\*|event-stream)|multipart\/(?:\*|mixed))\s*(?:$|;(?!.*charset=(?!utf-8)))/i;
/** As its name says, a body of this encoding is as it is. */
const plain = 'identity';

/**
 * Refuses what comes, or is wanted, in a form that the gateway does not have, before the exchange is asked for it, and
 * says which it has.
 */
export function useContentNegotiation(): Plugin {
  return {
    onRequestParse({ request: { method, headers }, requestParser, endResponse, fetchAPI }) {
      if (method === 'POST') {
        const encoding = headers.get('content-encoding') ?? plain;
        if (encoding.trim().toLowerCase() !== plain) throw encoded();
        if (!requestParser) throw ofUnknownType();
      }
      if ((headers.get('accept') ?? '*/*').split(',').some((type) => offered.test(type))) return;
      const body = JSON.stringify({ errors: [notOffered] });
      const type = { 'content-type': 'application/json; charset=utf-8' };
      // Thrown, it would be written in a form that the client takes, of which there is none.
      endResponse(new fetchAPI.Response(body, { status: 406, headers: type }));
    },
  };
}

const encoded = () =>
  badRequest('The body is compressed, which is not taken. Send it without content-encoding.', {
    status: 415,
    headers: { 'accept-encoding': plain },
  });

const ofUnknownType = () =>
  badRequest(
    'The body is of a type that is not taken. Send it as JSON, with the content-type application/json.',
    { status: 415 },
  );

const notOffered = {
  message:
    'No media type of accept is one that answers come in: application/json, application/graphql-response+json, text/event-stream and multipart/mixed, in UTF-8.',
  extensions: { code: 'BAD_REQUEST' },
};
