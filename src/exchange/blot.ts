import type { AccountCredentials } from './credentials.ts';

/** More of the exchange's words tells nobody more. */
const maxLength = 200;

const address =
  /(?:(?<![\w:])(?:::ffff:))?\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b|(?<![\w:])[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?![\w:])/gi;
/** Keys of the exchange are UUIDs, secrets 32 hexadecimal digits, signatures base64. */
const secretLike = /[\w+/-]{20,}={0,2}/g;
// oxlint-disable-next-line no-control-regex -- a line of the log must stay one
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Takes what must not reach a log out of the exchange's words: the account's credentials, whatever looks like any, and addresses. */
export function createBlot({
  apiKey,
  secretKey,
  passphrase,
}: AccountCredentials): (words: string) => string {
  const own = [apiKey, secretKey, passphrase].flatMap((secret) => {
    const text = secret.reveal();
    return [text, encodeURIComponent(text)];
  });
  // The longest first: one may be a part of another.
  const secrets = [...new Set(own)].filter(Boolean).toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(secrets.map((text) => RegExp.escape(text)).join('|'), 'gi');
  return (words) =>
    words
      .replaceAll(pattern, '…')
      .replaceAll(control, ' ')
      .replaceAll(address, '…')
      .replaceAll(secretLike, '…')
      .trim()
      .slice(0, maxLength);
}
