import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { callerOf } from '../../support/file-caller.ts';
import { createHarness } from '../../support/harness.ts';
import { bearer, knock } from '../../support/knock.ts';

const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
const { gateway } = createHarness({ log, callers: [callerOf('known', ['spot'])] });
const spot = { data: { accounts: [{ id: 'spot' }] } };

const anyToken = 'Bearer realm="okx-account-gateway"';
const badToken = `${anyToken}, error="invalid_token"`;

describe('the header authorization', () => {
  test.each([
    ['as it is written mostly', 'Bearer known'],
    ['in small letters', 'bearer known'],
    ['in capitals', 'BEARER known'],
    ['with more spaces', 'Bearer   known'],
  ])('is taken %s', async (_, authorization) => {
    const { status, body } = await knock(gateway, { headers: { authorization } });
    expect({ status, body }).toEqual({ status: 200, body: spot });
  });

  test.each([
    ['is empty', '', anyToken],
    ['is of another scheme', 'Basic known', anyToken],
    ['has no scheme', 'known', anyToken],
    ['has a scheme that only begins so', 'Bearers known', anyToken],
    ['has a tab', 'Bearer\tknown', anyToken],
    ['has no token', 'Bearer', badToken],
    ['has a token that nobody has', 'Bearer unknown', badToken],
    ['has a token that begins like another', 'Bearer know', badToken],
    ['has two tokens', 'Bearer known known', badToken],
    ['came twice', 'Bearer known, Bearer known', badToken],
    ['has what no token has', 'Bearer known;', badToken],
  ])('is refused when it %s', async (_, authorization, challenge) => {
    const { status, headers, body } = await knock(gateway, { headers: { authorization } });
    expect({ status, challenge: headers.get('www-authenticate') }).toEqual({
      status: 401,
      challenge,
    });
    expect(body).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});

test.each([
  ['GET', 'http://gateway/graphql?query={accounts{id}}'],
  ['POST', 'http://gateway/graphql?query={accounts{id}}'],
  ['POST', 'http://gateway/graphql/'],
  ['POST', 'http://gateway/below/a/proxy/graphql'],
  ['POST', 'http://gateway/elsewhere?/graphql'],
  ['POST', 'http://gateway//graphql'],
  ['POST', 'http://gateway/health/live?/graphql'],
  ['POST', 'http://gateway/health/ready?/graphql'],
  ['POST', 'http://gateway/health/live#/graphql'],
  ['POST', 'http://gateway/%67raphql'],
  ['PUT', 'http://gateway/graphql'],
  ['OPTIONS', 'http://gateway/graphql'],
  ['HEAD', 'http://gateway/graphql?query={accounts{id}}'],
  ['GET', 'http://gateway/nothing'],
])('without a token there is no way in: %s %s', async (method, url) => {
  const headers = { 'apollo-require-preflight': 'true' };
  expect((await knock(gateway, { method, url, headers })).status).toBe(401);
});

test.each([
  ['health/live', 200],
  ['health/ready', 200],
  ['graphql', 200],
  ['graphql/', 200],
  ['graphql?asset=none', 404],
  ['', 302],
])('what tells of no account is open: /%s gives %d', async (path, expected) => {
  const headers = { accept: 'text/html' };
  const { status } = await gateway.handler.fetch(`http://gateway/${path}`, { headers });
  expect(status).toBe(expected);
});

test.each([
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/json', 'application/json'],
  ['text/html, */*;q=0.8', 'application/json'],
])('a refusal comes to whoever takes %s as %s, to be kept by nobody', async (accept, type) => {
  const { headers } = await knock(gateway, { headers: { accept } });
  expect(headers.get('content-type')).toBe(type);
  expect(headers.get('cache-control')).toBe('no-store');
});

test('refusals are in the log, each kind once a minute with its number, and name nobody', async () => {
  const { gateway: fresh, clock } = createHarness({ log, callers: [] });
  lines.length = 0;
  const headers = { ...bearer('secret-guess'), 'x-forwarded-for': '192.0.2.7' };
  for (let count = 0; count < 5; count += 1) await knock(fresh, { headers, address: '192.0.2.7' });
  await clock.advance(60_000);
  await knock(fresh);
  await clock.advance(1_000);
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { requests: 1, msg: 'requests of unknown callers refused' },
    { requests: 4, reason: expect.stringContaining('not known') },
    { requests: 1, reason: expect.stringContaining('Send a token') },
  ]);
  expect(lines.join()).not.toMatch(/secret-guess|192\.0/);
});

test('the line of a query says who asked, unless that is an address', async () => {
  lines.length = 0;
  await knock(gateway, { headers: bearer('known') });
  await knock(createHarness({ log }).gateway, { address: '192.0.2.7' });
  const told = lines.map((line): unknown => JSON.parse(line));
  expect(told).toMatchObject([{ caller: 'token:known', msg: 'query' }, { msg: 'query' }]);
  expect(told[1]).not.toHaveProperty('caller');
  expect(lines.join()).not.toContain('192.0.2.7');
});
