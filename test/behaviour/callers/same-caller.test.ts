import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createCallers } from '../../../src/callers/callers.ts';
import type { Found } from '../../../src/callers/refusal.ts';
import type { KnownCallers } from '../../../src/callers/known-callers.ts';
import { callerOf } from '../../support/file-caller.ts';
import {
  createShownKeys,
  goodClaims,
  type Json,
  publicJwk,
  rsa,
  signToken,
  startS,
  trusted,
} from '../../support/jwt-issuer.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const pair = rsa();
const jwtOf = (claims: Json = {}) =>
  signToken({ alg: 'RS256', kid: 'one' }, { ...goodClaims, ...claims }, pair.privateKey);

function createWorld(known: KnownCallers | null) {
  const clock = createManualClock();
  const shown = createShownKeys(publicJwk(pair.publicKey, { kid: 'one' }));
  const log = pino({ level: 'silent' });
  const callers = createCallers(known, { clock, log, fetch: shown.fetch });
  async function identify(token: string, onBehalfOf: string | null = null): Promise<Found> {
    const found = callers.identify({ authorization: `Bearer ${token}`, onBehalfOf, address: '' });
    return typeof found === 'function' ? found() : found;
  }
  return { clock, shown, callers, identify };
}

const router = callerOf('router', null, { onBehalfOf: true });
const desk = callerOf('desk', ['b', 'a'], { tokens: ['one', 'two'], weight: 3 });

describe('a caller is the same object each time', () => {
  test('by a token, and by each of two tokens', async () => {
    const { identify } = createWorld({ callers: [desk], jwt: null });
    const caller = await identify('one');
    expect(caller).toEqual({
      id: 'token:desk',
      accountIds: ['b', 'a'],
      weight: 3,
      mayExplore: false,
    });
    expect(await identify('one')).toBe(caller);
    expect(await identify('two')).toBe(caller);
  });

  test('where a router asks for it, which makes it no other one', async () => {
    const { identify } = createWorld({ callers: [desk, router], jwt: null });
    const caller = await identify('router', 'desk');
    expect(caller).toEqual({
      id: 'token:desk',
      accountIds: ['b', 'a'],
      weight: 3,
      mayExplore: false,
      via: 'token:router',
    });
    expect(await identify('router', 'desk')).toBe(caller);
  });

  test('by a JWT, also where many ask at once, until it ends', async () => {
    const { clock, identify } = createWorld({ callers: [], jwt: trusted });
    const token = jwtOf({ exp: startS + 60, weight: 2.5, explore: true, accounts: 'a b a' });
    const [caller, ...others] = await Promise.all([1, 2, 3].map(async () => identify(token)));
    expect(caller).toEqual({
      id: 'jwt:alice',
      accountIds: ['a', 'b'],
      weight: 2.5,
      mayExplore: true,
    });
    for (const other of others) expect(other).toBe(caller);
    await clock.advance(64_999);
    expect(await identify(token)).toBe(caller);
    await clock.advance(1);
    expect(await identify(token)).toMatchObject({ status: 401 });
  });

  test('by a JWT that was verified there is nothing to wait for', async () => {
    const { callers, identify } = createWorld({ callers: [], jwt: trusted });
    const token = jwtOf();
    const credentials = { authorization: `Bearer ${token}`, onBehalfOf: null, address: '' };
    expect(callers.identify(credentials)).toBeInstanceOf(Function);
    const caller = await identify(token);
    expect(callers.identify(credentials)).toBe(caller);
  });

  test('while a file is read again that says the same of the issuer', async () => {
    const { callers, shown, identify } = createWorld({ callers: [desk], jwt: trusted });
    const token = jwtOf();
    const caller = await identify(token);
    callers.replace({
      callers: [desk, router],
      jwt: { ...trusted, claims: { ...trusted.claims } },
    });
    expect(await identify(token)).toBe(caller);
    expect(shown.count()).toBe(1);
  });
});

describe('another file', () => {
  test('is all that counts: who is not in it any more is refused', async () => {
    const { callers, identify } = createWorld({ callers: [desk], jwt: trusted });
    const token = jwtOf();
    expect(await identify(token)).toMatchObject({ id: 'jwt:alice' });
    callers.replace({ callers: [router], jwt: null });
    expect(await identify('one')).toMatchObject({ status: 401 });
    expect(await identify(token)).toMatchObject({ status: 401 });
    expect(await identify('router')).toMatchObject({ id: 'token:router' });
  });

  test('with other rules for JWTs has those looked at again that were good before', async () => {
    const { callers, shown, identify } = createWorld({ callers: [], jwt: trusted });
    const token = jwtOf();
    await identify(token);
    callers.replace({ callers: [], jwt: { ...trusted, audience: 'another' } });
    expect(await identify(token)).toMatchObject({ status: 401 });
    // The keys are where they were.
    expect(shown.count()).toBe(1);
    callers.replace({ callers: [], jwt: { ...trusted, jwksUrl: 'https://login.test/other' } });
    expect(await identify(token)).toMatchObject({ id: 'jwt:alice' });
    expect(shown.count()).toBe(2);
  });
});

test('what a caller is called tells by what it is known', async () => {
  const { identify } = createWorld({ callers: [desk], jwt: trusted });
  const ids = await Promise.all(
    ['one', jwtOf({ sub: 'desk' }), jwtOf({ sub: 'token:desk' })].map(async (token) =>
      identify(token),
    ),
  );
  expect(ids).toMatchObject([{ id: 'token:desk' }, { id: 'jwt:desk' }, { id: 'jwt:token:desk' }]);
});

test('claims that are not named give nothing', async () => {
  const jwt = { ...trusted, claims: { accounts: 'https://gateway.test/accounts' } };
  const { identify } = createWorld({ callers: [], jwt });
  const token = jwtOf({ 'https://gateway.test/accounts': 'all', weight: 7, explore: true });
  expect(await identify(token)).toEqual({
    id: 'jwt:alice',
    accountIds: null,
    weight: 1,
    mayExplore: false,
  });
});

describe('without tokens, a caller is an address', () => {
  const { callers } = createWorld(null);
  const at = (address: string) =>
    callers.identify({ authorization: null, onBehalfOf: null, address });

  test.each([
    ['192.0.2.1', '::ffff:192.0.2.1'],
    ['192.0.2.1', '::FFFF:192.0.2.1'],
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff'],
    ['2001:db8:1:2::1', '2001:DB8:1:2:3::'],
    ['2001:db8::1', '2001:db8:0:0:1::'],
    ['fe80::1%eth0', 'fe80::2'],
    ['::1', '::1'],
  ])('%s is %s', (one, other) => {
    expect(at(one)).toMatchObject({ accountIds: null, weight: 1 });
    expect(at(one)).toBe(at(other));
  });

  test.each([
    ['192.0.2.1', '192.0.2.2'],
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
    ['2001:db8::1', '2001:db8:0:1::1'],
    ['::ffff:192.0.2.1', '::1'],
  ])('%s is not %s', (one, other) => {
    expect(at(one)).not.toEqual(at(other));
  });
});
