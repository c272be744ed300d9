import { createHmac } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import { expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';
import {
  base64url,
  createShownKeys,
  ec,
  goodClaims,
  type Json,
  publicJwk,
  rsa,
  signToken,
  startS,
  trusted,
} from '../../support/jwt-issuer.ts';
import { bearer, knock } from '../../support/knock.ts';

const [own, other, forEncryption, foreign] = [rsa(), rsa(), rsa(), rsa()];
const [p256, p384] = [ec('P-256'), ec('P-384')];
const shown = createShownKeys(
  publicJwk(own.publicKey, { kid: 'own', alg: 'RS256', use: 'sig' }),
  publicJwk(other.publicKey, { kid: 'other', alg: 'RS256' }),
  publicJwk(forEncryption.publicKey, { kid: 'enc', use: 'enc' }),
  publicJwk(p256.publicKey, { kid: 'p256' }),
  publicJwk(p384.publicKey, { kid: 'p384' }),
  // Whatever the issuer shows: who has seen it could sign with it.
  { kty: 'oct', kid: 'oct', k: base64url('not a secret any more') },
);
const { gateway } = createHarness({ jwt: trusted, fetchKeys: shown.fetch });

const header = { alg: 'RS256', kid: 'own', typ: 'JWT' };
const good = signToken(header, goodClaims, own.privateKey);
const [head = '', body = '', signature = ''] = good.split('.');

/** A token whose signature is good, with other claims; an undefined one is left out. */
const saying = (claims: Json): string =>
  signToken(header, { ...goodClaims, ...claims }, own.privateKey);
/** One that the issuer signed, with more in its header. */
const headed = (more: Json, payload: unknown = goodClaims): string =>
  signToken({ ...header, ...more }, payload, own.privateKey);
/** One that somebody else signed, whose key the header brings along. */
const brought = (more: Json): string =>
  signToken({ ...header, ...more }, goodClaims, foreign.privateKey);
const hmac = (key: string | Buffer, kid: string): string => {
  const text = `${base64url({ alg: 'HS256', kid })}.${base64url(goodClaims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
};
const spki = own.publicKey.export({ format: 'pem', type: 'spki' });
const unencoded = base64url({ ...header, b64: false, crit: ['b64'] });
const encrypted = await new CompactEncrypt(Buffer.from(JSON.stringify(goodClaims)))
  .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256GCM', kid: 'own' })
  .encrypt(own.publicKey);
const altered = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;

const known = /not known|cannot be read|Send a token/;
const unverified = /cannot be verified/;
const noKey = /does not show/;
/** So many of them fit into a token. */
const manyAccounts = (count: number) =>
  Array.from({ length: count }, (_, index) => index.toString(36));
const claim = (name: string) => new RegExp(`The claim \`${name}\``);

const bad: readonly (readonly [name: string, token: string, told: RegExp])[] = [
  ['alg none, without a signature', `${base64url({ alg: 'none' })}.${body}.`, known],
  ['alg none, with one', `${base64url({ alg: 'none' })}.${body}.${signature}`, unverified],
  ['alg NONE', `${base64url({ alg: 'NONE', kid: 'own' })}.${body}.${signature}`, unverified],
  ['no alg', `${base64url({ kid: 'own' })}.${body}.${signature}`, unverified],
  ['HS256 with the public key as secret', hmac(spki, 'own'), unverified],
  ['HS256 with a secret that the issuer shows', hmac('not a secret any more', 'oct'), unverified],
  [
    'RS512, which is not pinned',
    signToken({ ...header, alg: 'RS512' }, goodClaims, own.privateKey),
    unverified,
  ],
  ['PS256, which is not pinned', headed({ alg: 'PS256' }), unverified],
  [
    'ES256 with the kid of an RSA key',
    signToken({ ...header, alg: 'ES256' }, goodClaims, p256.privateKey),
    noKey,
  ],
  [
    'ES256 with a key of another curve',
    signToken({ alg: 'ES256', kid: 'p384' }, goodClaims, p384.privateKey),
    noKey,
  ],
  [
    'a key that is for encryption',
    signToken({ ...header, kid: 'enc' }, goodClaims, forEncryption.privateKey),
    noKey,
  ],
  ['an unknown key', signToken({ ...header, kid: 'none' }, goodClaims, foreign.privateKey), noKey],
  ['a kid that is a number', headed({ kid: 7 }), noKey],
  ['no kid where there are several keys', headed({ kid: undefined }), unverified],
  ['the kid of another key', headed({ kid: 'other' }), unverified],
  ['a key of its own: jwk', brought({ jwk: publicJwk(foreign.publicKey, {}) }), unverified],
  [
    'a key of its own, and no kid',
    brought({ kid: undefined, jwk: publicJwk(foreign.publicKey, {}) }),
    unverified,
  ],
  ['keys of its own: jku', brought({ jku: 'https://evil.test/jwks' }), unverified],
  ['a certificate of its own: x5u', brought({ x5u: 'https://evil.test/x' }), unverified],
  ['a certificate of its own: x5c', brought({ x5c: [base64url('x')] }), unverified],
  ['crit of what nobody knows', headed({ crit: ['exp'] }), unverified],
  ['crit that is empty', headed({ crit: [] }), unverified],
  [
    'b64 false',
    signToken({ ...header, b64: false, crit: ['b64'] }, goodClaims, own.privateKey),
    unverified,
  ],
  [
    'b64 false, and a payload as it is',
    `${unencoded}.${JSON.stringify(goodClaims)}.${signature}`,
    known,
  ],
  [
    'a payload that was changed',
    `${head}.${base64url({ ...goodClaims, accounts: 'all' })}.${signature}`,
    unverified,
  ],
  [
    'a header that was changed',
    `${base64url({ ...header, typ: 'at+jwt' })}.${body}.${signature}`,
    unverified,
  ],
  ['a signature that was changed', `${head}.${body}.${altered}`, unverified],
  ['half a signature', `${head}.${body}.${signature.slice(0, 100)}`, unverified],
  ['no signature', `${head}.${body}.`, known],
  ['two parts', `${head}.${body}`, known],
  ['four parts', `${good}.${signature}`, known],
  ['a dot twice', `${head}..${body}.${signature}`, known],
  ['dots alone', '..', known],
  ['nothing', '', known],
  ['encryption', encrypted, known],
  ['padding', `${good}=`, known],
  ['padding inside', `${head}=.${body}.${signature}`, known],
  ['base64 in place of base64url', `${head}.${body}.${signature.replace(/.$/, '+')}`, known],
  ['a space inside', `${head}. ${body}.${signature}`, known],
  ['a token after it', `${good} ${good}`, known],
  ['another one after a comma', `${good}, Bearer ${good}`, known],
  ['quotes', `"${good}"`, known],
  ['more than 8 KiB', saying({ more: 'x'.repeat(8_192) }), /longer than 8 KiB/],
  ['a header that is no JSON', `${base64url('{alg')}.${body}.${signature}`, unverified],
  ['a header that is null', `${base64url('null')}.${body}.${signature}`, unverified],
  ['claims that are no JSON', headed({}, '{"sub"'), unverified],
  ['claims that are a list', headed({}, [goodClaims]), unverified],
  ['claims that are a text', headed({}, '"alice"'), unverified],
  ['a token in a token', headed({ cty: 'JWT' }, good), unverified],
  [
    'the key of an account with each name twice',
    headed({}, `{"iss":1,${JSON.stringify(goodClaims).slice(1, -1)},"sub":""}`),
    claim('sub'),
  ],
  ['another issuer', saying({ iss: 'https://login.test' }), /another issuer/],
  ['a list of issuers', saying({ iss: [trusted.issuer] }), /another issuer/],
  ['no issuer', saying({ iss: undefined }), claim('iss')],
  ['another audience', saying({ aud: 'another' }), /another audience/],
  ['other audiences', saying({ aud: ['one', 'another'] }), /another audience/],
  ['no audience', saying({ aud: undefined }), claim('aud')],
  ['no exp', saying({ exp: undefined }), claim('exp')],
  ['an exp that is a text', saying({ exp: String(startS + 60) }), claim('exp')],
  ['an end that has passed', saying({ exp: startS - 6 }), /has expired/],
  ['an end that passes just now', saying({ exp: startS - 5 }), /has expired/],
  ['a beginning in the future', saying({ nbf: startS + 6 }), /not valid yet/],
  ['a beginning that is a text', saying({ nbf: 'now' }), claim('nbf')],
  ['no sub', saying({ sub: undefined }), claim('sub')],
  ['an empty sub', saying({ sub: '' }), claim('sub')],
  ['a sub that is a number', saying({ sub: 7 }), claim('sub')],
  ['a sub that is too long', saying({ sub: 'x'.repeat(257) }), claim('sub')],
  ['no accounts', saying({ accounts: undefined }), claim('accounts')],
  ['accounts that are null', saying({ accounts: null }), claim('accounts')],
  ['accounts that are an object', saying({ accounts: { spot: true } }), claim('accounts')],
  ['more than 1,000 accounts', saying({ accounts: manyAccounts(1_001) }), claim('accounts')],
  [
    'more than 1,000 accounts in a text',
    saying({ accounts: manyAccounts(1_001).join(' ') }),
    claim('accounts'),
  ],
  ['accounts that are numbers', saying({ accounts: ['spot', 7] }), claim('accounts')],
  ['a weight that is a text', saying({ weight: '1' }), claim('weight')],
  ['no weight at all', saying({ weight: 0 }), claim('weight')],
  ['a weight below zero', saying({ weight: -1 }), claim('weight')],
  ['less weight than turns can be counted by', saying({ weight: 1e-310 }), claim('weight')],
  ['too much weight', saying({ weight: 1_001 }), claim('weight')],
  ['a right to explore that is a text', saying({ explore: 'true' }), claim('explore')],
];

test('the good one passes', async () => {
  const { status, body: answer } = await knock(gateway, { headers: bearer(good) });
  expect({ status, answer }).toEqual({
    status: 200,
    answer: { data: { accounts: [{ id: 'spot' }] } },
  });
});

test('so does one with 1,000 accounts', async () => {
  const token = saying({ accounts: ['spot', ...manyAccounts(999)] });
  expect((await knock(gateway, { headers: bearer(token) })).status).toBe(200);
});

test.each(bad)('refused with 401: %s', async (_, token, told) => {
  const { status, headers, body: answer } = await knock(gateway, { headers: bearer(token) });
  expect({ status, answer }).toEqual({
    status: 401,
    answer: {
      errors: [{ message: expect.stringMatching(told), extensions: { code: 'UNAUTHENTICATED' } }],
    },
  });
  expect(headers.get('www-authenticate')).toMatch(/^Bearer realm="okx-account-gateway"/);
  for (const part of token.split('.').filter(({ length }) => length > 20)) {
    expect(JSON.stringify([answer, ...headers])).not.toContain(part);
  }
});

test('all of them are as many as they look', () => {
  expect(new Set(bad.map(([, token]) => token)).size).toBe(bad.length);
});
