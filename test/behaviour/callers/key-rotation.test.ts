import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../src/callers/blinding.ts';
import { createHarness } from '../../support/harness.ts';
import {
  type Answer,
  createShownKeys,
  goodClaims,
  publicJwk,
  rsa,
  signToken,
  startS,
  trusted,
} from '../../support/jwt-issuer.ts';
import { bearer, knock } from '../../support/knock.ts';

const pairs = { old: rsa(), new: rsa() };
type KeyId = keyof typeof pairs;
const jwk = (kid: KeyId) => publicJwk(pairs[kid].publicKey, { kid });
const minute = 60_000;
let serial = 0;

/** A token that was never sent before. */
const tokenBy = (kid: KeyId, named: string = kid): string => {
  const claims = { ...goodClaims, exp: startS + 86_400, jti: (serial += 1) };
  return signToken({ alg: 'RS256', kid: named }, claims, pairs[kid].privateKey);
};

/** A gateway whose issuer shows a key, or answers in another way, from the start. */
function createWorld(...initial: readonly (KeyId | Answer)[]) {
  const shown = createShownKeys(...initial.filter((one) => typeof one === 'string').map(jwk));
  for (const one of initial) if (typeof one === 'function') shown.answer(one);
  const { gateway, clock } = createHarness({
    jwt: trusted,
    callers: [
      {
        name: 'a',
        tokens: [digestOf('static')],
        accountIds: ['spot'],
        weight: 1,
        mayExplore: false,
      },
    ],
    fetchKeys: shown.fetch,
  });
  const statusOf = async (token: string) =>
    (await knock(gateway, { headers: bearer(token) })).status;
  return { shown, gateway, clock, statusOf };
}

const down = () => Promise.reject(new TypeError('fetch failed'));

describe('unknown keys', () => {
  test.each([
    ['answers', () => Response.json({ keys: [jwk('old')] })],
    ['is down', down],
    ['has a fault', () => new Response('', { status: 500 })],
  ])('have an issuer that %s be asked once in 30 s, whoever makes up how many', async (_, how) => {
    const { shown, clock, statusOf } = createWorld('old');
    expect(await statusOf(tokenBy('old'))).toBe(200);
    shown.answer(how);
    const before = shown.count();
    for (let second = 0; second < 500; second += 1) {
      const made = [0, 1].map(() => statusOf(tokenBy('new', `made-up-${(serial += 1)}`)));
      expect(await Promise.all(made)).toEqual([401, 401]);
      await clock.advance(1_000);
    }
    // 500 s hold 16 times 30 s, and are less than the ten minutes after which it is asked anyway.
    expect(shown.count() - before).toBe(16);
    expect(await statusOf(tokenBy('old'))).toBe(200);
  });

  test('are asked for once where many ask at a time', async () => {
    const { shown, clock, statusOf } = createWorld('old');
    await statusOf(tokenBy('old'));
    await clock.advance(minute);
    const before = shown.count();
    await Promise.all(Array.from({ length: 50 }, () => statusOf(tokenBy('new'))));
    expect(shown.count() - before).toBe(1);
  });
});

describe('keys', () => {
  test('are had at the start, also for those who ask meanwhile', async () => {
    const { statusOf, shown } = createWorld('old');
    const asked = Array.from({ length: 20 }, () => statusOf(tokenBy('old')));
    expect(await Promise.all(asked)).toEqual(asked.map(() => 200));
    expect(shown.count()).toBe(1);
  });

  test('that come are found when they are asked for', async () => {
    const { shown, clock, statusOf } = createWorld('old');
    await statusOf(tokenBy('old'));
    await clock.advance(minute);
    shown.show(jwk('old'), jwk('new'));
    const both = Array.from({ length: 40 }, (_, at) => statusOf(tokenBy(at % 2 ? 'old' : 'new')));
    expect(new Set(await Promise.all(both))).toEqual(new Set([200]));
  });

  test('that are gone are trusted for ten minutes at most, also for tokens that were good before', async () => {
    const { shown, clock, statusOf } = createWorld('old', 'new');
    const token = tokenBy('old');
    expect(await statusOf(token)).toBe(200);
    shown.show(jwk('new'));
    await clock.advance(10 * minute);
    expect(await statusOf(token)).toBe(401);
    expect(await statusOf(tokenBy('old'))).toBe(401);
    expect(await statusOf(tokenBy('new'))).toBe(200);
  });

  test('stay while the issuer is down, for an hour and longer', async () => {
    const { shown, clock, statusOf } = createWorld('old');
    expect(await statusOf(tokenBy('old'))).toBe(200);
    shown.answer(down);
    for (let passed = 0; passed < 90; passed += 1) {
      expect(await statusOf(tokenBy('old'))).toBe(200);
      await clock.advance(minute);
    }
    shown.show(jwk('new'));
    await clock.advance(minute);
    expect(await statusOf(tokenBy('new'))).toBe(200);
    expect(await statusOf(tokenBy('old'))).toBe(401);
  });

  test('that were never had are 503 with when to ask again; tokens of the file are served', async () => {
    const { shown, gateway, clock, statusOf } = createWorld(down);
    const headers = bearer(tokenBy('old'));
    const refused = await knock(gateway, { headers });
    expect({ ...refused, headers: refused.headers.get('retry-after') }).toMatchObject({
      status: 503,
      headers: '5',
      body: { errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE', retryAfterMs: 5_000 } }] },
    });
    expect(await statusOf('static')).toBe(200);
    shown.show(jwk('old'));
    expect((await knock(gateway, { headers })).status).toBe(503);
    await clock.advance(5_000);
    expect((await knock(gateway, { headers })).status).toBe(200);
  });
});
