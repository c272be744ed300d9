import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../operations/bad-request.ts';

/** Bodies of these types, and none at all, are what a page may send anywhere without asking the browser first. */
const simple = /^\s*(?:$|text\/plain|application\/x-www-form-urlencoded|multipart\/form-data)/i;
/** A page of another origin cannot send these without asking first; clients of Apollo do. */
const proofs = ['apollo-require-preflight', 'x-apollo-operation-name'];

/**
 * Refuses requests that a page of any origin can have its visitor's browser send. It could not read the answer, but
 * would use up the rate limits of accounts.
 */
export function useCsrfPrevention(): Plugin {
  return {
    onRequestParse({ request: { headers }, requestParser }) {
      // What is not read anyway is refused as what it is.
      if (!requestParser || !simple.test(headers.get('content-type') ?? '')) return;
      if (proofs.some((name) => headers.get(name))) return;
      throw badRequest(
        'A page of any origin could have sent this. Send a POST with the content-type application/json, or the header apollo-require-preflight: true.',
      );
    },
  };
}
