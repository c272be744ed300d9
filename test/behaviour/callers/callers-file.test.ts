import { afterAll, describe, expect, test } from 'vitest';
import { file, read, refusal, digest, one, jwt, removeFile } from '../../support/callers-file.ts';

afterAll(removeFile);

test('what is left out has its default', () => {
  expect(read({ callers: [{ name: 'a', accounts: 'all' }], jwt })).toEqual({
    callers: [
      { name: 'a', tokens: [], accountIds: null, weight: 1, mayExplore: false, onBehalfOf: false },
    ],
    jwt: { ...jwt, claims: { accounts: 'accounts' } },
  });
});

test('one of its two parts is enough', () => {
  expect(read({ callers: [{ ...one, tokens: [digest.toUpperCase()] }] })).toMatchObject({
    callers: [{ tokens: [digest], accountIds: ['spot'] }],
    jwt: null,
  });
  expect(read({ jwt })).toMatchObject({ callers: [] });
  expect(read({ jwt: { ...jwt, jwksUrl: 'http://127.0.0.1:8080/jwks?a=b' } }).jwt).not.toBeNull();
});

const manyNames = Array.from({ length: 3 }, (_, at) => ({ ...one, name: `n${at}`, tokens: [] }));

describe('refused with file, entry and field:', () => {
  test.each([
    ['no object', [], ' must be a JSON object of callers, jwt or both'],
    ['no JSON', '{"callers": secret', ' must be JSON, which it is not from line 1, column 13 on'],
    ['nothing', {}, ' must be an object that has callers, jwt or both'],
    [
      'a further part',
      { callers: [one], more: 1 },
      ' must be a JSON object of callers, jwt or both',
    ],
    [
      'very many tokens that are none',
      { callers: [{ ...one, tokens: Array.from({ length: 200_000 }, () => 'x') }] },
      ' must be written anew',
    ],
    ['no caller', { callers: [] }, ' callers must be a list of at least one caller'],
    [
      'a further field',
      { callers: [{ ...one, acounts: [] }] },
      ', entry 1: must be an object of name',
    ],
    ['no name', { callers: [one, { ...one, name: undefined }] }, ', entry 2: name is missing'],
    [
      'a name with a space',
      { callers: [{ ...one, name: 'a b' }] },
      ', entry 1: name must be 1 to 64',
    ],
    [
      'a long name',
      { callers: [{ ...one, name: 'x'.repeat(65) }] },
      ', entry 1: name must be 1 to 64',
    ],
    [
      'a name twice',
      { callers: [one, { ...one, tokens: [] }] },
      ', entry 2: name must be different from that of entry 1',
    ],
    [
      'a token twice',
      { callers: [...manyNames, one, { ...one, name: 'b' }] },
      ', entry 5: tokens must be different from that of entry 4',
    ],
    [
      'a token twice in one',
      { callers: [{ ...one, tokens: [digest, digest.toUpperCase()] }] },
      ', entry 1: tokens must be different',
    ],
    [
      'a token itself',
      { callers: [{ ...one, tokens: ['okxgw_secret'] }] },
      ', entry 1: tokens must be a list of the SHA-256',
    ],
    [
      'one token without a list',
      { callers: [{ ...one, tokens: digest }] },
      ', entry 1: tokens must be a list of the SHA-256',
    ],
    [
      'no accounts',
      { callers: [{ ...one, accounts: undefined }] },
      ', entry 1: accounts is missing',
    ],
    [
      'an account that is none',
      { callers: [{ ...one, accounts: ['a b'] }] },
      ', entry 1: accounts must be 1 to 64',
    ],
    [
      'no weight',
      { callers: [{ ...one, weight: 0 }] },
      ', entry 1: weight must be a number from 0.001 to 1000',
    ],
    [
      'less weight than turns can be counted by',
      { callers: [{ ...one, weight: 1e-310 }] },
      ', entry 1: weight must be a number from 0.001 to 1000',
    ],
    [
      'too much weight',
      { callers: [{ ...one, weight: 1_001 }] },
      ', entry 1: weight must be a number from 0.001 to 1000',
    ],
    [
      'a weight in quotes',
      { callers: [{ ...one, weight: '1' }] },
      ', entry 1: weight must be a number from 0.001 to 1000',
    ],
    [
      'a wrong flag',
      { callers: [{ ...one, onBehalfOf: 'true' }] },
      ', entry 1: onBehalfOf must be true or false',
    ],
    ['no issuer', { jwt: { ...jwt, issuer: '' } }, ' jwt.issuer must be a text'],
    ['a list of audiences', { jwt: { ...jwt, audience: ['a'] } }, ' jwt.audience must be a text'],
    [
      'a symmetric algorithm',
      { jwt: { ...jwt, algorithms: ['RS256', 'HS256'] } },
      ' jwt.algorithms must be a list of one or more of RS256',
    ],
    ['no algorithm', { jwt: { ...jwt, algorithms: ['none'] } }, ' jwt.algorithms must be a list'],
    ['no algorithms', { jwt: { ...jwt, algorithms: [] } }, ' jwt.algorithms must be a list'],
    [
      'keys over plain http',
      { jwt: { ...jwt, jwksUrl: 'http://login.test/jwks' } },
      ' jwt.jwksUrl must be an https address',
    ],
    [
      'keys in a file',
      { jwt: { ...jwt, jwksUrl: 'file:///jwks' } },
      ' jwt.jwksUrl must be an https address',
    ],
    [
      'a password for keys',
      { jwt: { ...jwt, jwksUrl: 'https://a:b@login.test/jwks' } },
      ' jwt.jwksUrl must be an https address',
    ],
    [
      'a claim that has no name',
      { jwt: { ...jwt, claims: { accounts: '' } } },
      ' jwt.claims.accounts must be a text',
    ],
    [
      'a claim for something else',
      { jwt: { ...jwt, claims: { name: 'sub' } } },
      ' jwt.claims must be an object of accounts',
    ],
    [
      'a further field of the issuer',
      { jwt: { ...jwt, secret: 's' } },
      ' jwt must be an object of issuer',
    ],
  ])('%s', (_, content, message) => {
    expect(refusal(content)).toContain(`CALLERS_FILE ${file}${message}`);
  });
});
