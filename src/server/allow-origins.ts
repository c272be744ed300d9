import type { RequestListener } from 'node:http';
import cors from 'cors';
import {
  callsHeader,
  rateLimitHeader,
  rateLimitPolicyHeader,
} from '../operations/answer-headers.ts';

/** How long a browser need not ask again, in seconds; the longest that all of them take. */
const maxAge = 7_200;
/** What a page may read of an answer beside its body and what any page may read. */
const exposedHeaders = [
  'retry-after',
  'www-authenticate',
  callsHeader,
  rateLimitHeader,
  rateLimitPolicyHeader,
];

/**
 * Lets pages of these origins read the answers of a handler, and no others: their browsers are not even answered that
 * they may ask. Cookies and the like are of no use to them. All answers tell it, those that refuse a request, too.
 *
 * @param origins as browsers send them, such as `https://app.example`
 */
export function allowOrigins(
  origins: readonly string[],
  handler: RequestListener,
): RequestListener {
  if (origins.length === 0) return handler;
  const letIn = cors({ origin: [...origins], methods: ['GET', 'POST'], exposedHeaders, maxAge });
  return (request, response) => letIn(request, response, () => handler(request, response));
}
