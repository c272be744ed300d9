import { z } from 'zod';
import { Secret } from '../exchange/secret.ts';
import { isLoopback } from './loopback.ts';

// Every schema's message completes the sentence "PORT must be …" and never quotes the value, which may be a secret.

export const hostName = text('a host name or an IP address', /^[\w.:-]+$/);

export const filePath = text('a path without line breaks', /^[^\r\n]+$/);

export const accountId = text(
  '1 to 64 letters, digits, - or _ that start with a letter or a digit',
  /^[a-z\d][\w-]{0,63}$/i,
);

/** A part of the credentials. Kept to what an HTTP header can carry: fetch quotes a value that it refuses. */
export const credential = text(
  'printable ASCII text without surrounding spaces',
  /^[!-~](?:[ -~]*[!-~])?$/,
).transform((value) => new Secret(value));

/** `true` or `false` as written in a variable. */
export const flag = oneOf(['true', 'false']).transform((value) => value === 'true');

/** The origin of a REST API. Plain http would show the passphrase to the network, so it has to stay on this machine. */
export const baseUrl = z
  .string()
  .refine(
    isSafeOrigin,
    'an https origin such as https://www.okx.com, without path, query or credentials; plain http is for loopback hosts only',
  )
  .transform((value) => new URL(value).origin);

/** Where pages come from, separated by commas; each is given as browsers send it. */
export const origins = z
  .string()
  .transform((value) => value.split(',').map((origin) => origin.trim()))
  .refine(
    (all) => all.every(isWebOrigin),
    'origins such as https://app.example, separated by commas, each http or https, without path and without *',
  )
  .transform((all) => all.map((origin) => new URL(origin).origin));

/** Where a Redis is, with its password if it wants one. */
export const redisUrl = z
  .string()
  .refine(isRedisUrl, 'an address such as redis://user:password@host:6379/0, or rediss: for TLS')
  .transform((value) => new Secret(value));

/** Where a proxy is, with its password if it wants one. */
export const proxyUrl = z
  .string()
  .refine(
    isProxyUrl,
    'the address of an HTTP proxy such as http://user:password@host:3128, without path',
  )
  .transform((value) => new Secret(value));

/** Names as other programs read them; what stands there is no secret, and of no harm if it matches nothing. */
export const hostList = text('host names separated by commas', /^[\w.:*, [\]-]+$/);

export function oneOf<const Choice extends string>(choices: readonly Choice[]) {
  return z.enum(choices, `one of ${choices.join(', ')}`);
}

export function wholeNumber(min: number, max: number) {
  const wants = `a whole number from ${min} to ${max}`;
  return text(wants, /^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max, wants);
}

function text(wants: string, pattern: RegExp) {
  return z.string(wants).regex(pattern, wants);
}

function isRedisUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const isRedis = /^rediss?:$/.test(url.protocol) && /^\/?\d*$/.test(url.pathname);
  return isRedis && url.hostname !== '' && hasDecodableUser(url);
}

function isProxyUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const isBare = url.pathname === '/' && url.search === '' && url.hash === '';
  return /^https?:$/.test(url.protocol) && isBare && hasDecodableUser(url);
}

/** What encodes nothing would fail only when the first connection is made. */
function hasDecodableUser({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

function isSafeOrigin(value: string): boolean {
  if (!isWebOrigin(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || isLoopback(hostname);
}

function isWebOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { href, origin, protocol, hostname } = new URL(value);
  return /^https?:$/.test(protocol) && href === `${origin}/` && !hostname.includes('*');
}
