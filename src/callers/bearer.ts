import { badToken, type CallerRefusal, noToken } from './refusal.ts';

/** Longer ones are not even looked at. */
const maxTokenLength = 8 * 1_024;
const scheme = /^bearer(?: +|$)/i;
/** What RFC 6750 has a token be made of; a second header would have been joined to it by a comma. */
const form = /^[\w.~+/-]+=*$/;

const tooLong = badToken('The token is longer than 8 KiB. Get one with fewer claims in it.');
const malformed = badToken(
  'The token cannot be read: send the header authorization once, with the token alone after Bearer.',
);

/** The token of a header `authorization`, whatever it is a token of. */
export function readBearer(authorization: string | null): string | CallerRefusal {
  const [named] = scheme.exec(authorization ?? '') ?? [];
  if (authorization === null || named === undefined) return noToken;
  const token = authorization.slice(named.length);
  if (token.length > maxTokenLength) return tooLong;
  return form.test(token) ? token : malformed;
}
