import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createCanaries } from '../../support/canaries.ts';

const secret = 'Wörd/of+"the~day"?>';
const bytes = Buffer.from(secret);
const canaries = createCanaries();
canaries.keep(secret);

const within = (before: string, after: string) =>
  Buffer.from(`${before}${secret}${after}`).toString('base64');

describe('a secret is found', () => {
  test.each([
    ['as it is', secret],
    ['backwards', secret.split('').toReversed().join('')],
    ['in hexadecimal digits', bytes.toString('hex')],
    ['in hexadecimal digits', bytes.toString('hex').toUpperCase()],
    ['in base64', bytes.toString('base64')],
    ['in base64', within('', ':word')],
    ['in base64', within('m', ':word')],
    ['in base64', within('me', ':word')],
    ['in base64', within('me:', '')],
    ['in base64', within('me:m', 'a')],
    ['in base64', bytes.toString('base64url')],
    ['in base64', Buffer.from(`me${secret}`).toString('base64url')],
    ['as in a URL', `redis://me:${encodeURIComponent(secret)}@redis.test`],
    ['as in JSON', JSON.stringify({ err: { message: secret } })],
  ])('%s, with what stands around it, but is not shown once more', (form, written) => {
    const leaks = canaries.find(`before ${written} after`);
    expect(leaks.map((leak) => leak.form)).toContain(form);
    for (const { around } of leaks) {
      expect(around).toMatch(/before .*\[secret\].* after/);
      expect(canaries.find(around)).toEqual([]);
    }
  });
});

test('a signature and a JWT are found whoever they belong to', () => {
  const signature = createHmac('sha256', 'key').update('prehash').digest('base64');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ alg: 'none', typ: 'JWT' })}.${part({ sub: 'alice' })}.`;
  for (const one of [signature, unsigned, `${unsigned}${signature.replaceAll(/\W/g, '')}`])
    expect(createCanaries().find(`OK-ACCESS-SIGN: ${one}`)).toHaveLength(1);
});

test('nothing is found in what only resembles one', () => {
  const text = `Word ${bytes.subarray(1).toString('hex')} ${secret.slice(0, -1)} 5eed`;
  expect(canaries.find(text)).toEqual([]);
  // It would be found in every second word.
  expect(canaries.keep('key')).toBe(false);
});

test('a secret is new once', () => {
  expect([canaries.keep(secret), canaries.keep('another one')]).toEqual([false, true]);
});

test('each of thousands is found, at both ends of a text, in another secret, and once', () => {
  const many = createCanaries();
  const secrets = Array.from({ length: 3_000 }, (_, number) => `secret-${number}-word`);
  for (const one of secrets) many.keep(one);
  expect(many.find(secrets.join(' '))).toHaveLength(secrets.length);

  many.keep('cret-7-word secret-8');
  const leaks = many.find('secret-7-word secret-8-word, secret-7-word');
  expect(leaks.map(({ around }) => around)).toEqual([
    '[secret] secret-8-word, secret-7-word',
    'secret-7-word [secret], secret-7-word',
    'se[secret]-word, secret-7-word',
  ]);
});
