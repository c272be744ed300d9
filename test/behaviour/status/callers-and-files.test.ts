import { expect, test } from 'vitest';
import { digestOf } from '../../../src/callers/blinding.ts';
import type { FileStanding } from '../../../src/settings/follow-file.ts';
import { createAdminPort } from '../../support/admin-port.ts';
import { createHarness } from '../../support/harness.ts';
import { createShownKeys, publicJwk, rsa, trusted } from '../../support/jwt-issuer.ts';

const down = () => Promise.reject(new TypeError('fetch failed'));
const caller = {
  name: 'a',
  tokens: [digestOf('made-up-token')],
  accountIds: ['spot'],
  weight: 1,
  mayExplore: false,
};

const key = publicJwk(rsa().publicKey, { kid: 'one' });

/** A gateway whose issuer shows a key, until it is told otherwise. */
function createWorld() {
  const shown = createShownKeys(key);
  const harness = createHarness({ callers: [caller], jwt: trusted, fetchKeys: shown.fetch });
  return { shown, ...harness, ...createAdminPort(harness) };
}

test('where everybody may ask there are no callers to tell of', async () => {
  expect(await createAdminPort(createHarness()).status()).toMatchObject({ callers: null });
});

test('callers are counted, and the keys of their issuer have an age', async () => {
  const { status, clock } = createWorld();
  const readAt = new Date(clock.wallTime()).toISOString();
  await clock.advance(60_000);
  const { verdict, callers } = await status();
  expect({ verdict, callers }).toEqual({
    verdict: 'well',
    callers: { named: 1, jwt: { keys: 1, readAt, trouble: null } },
  });
});

test('keys that cannot be read again are told, and that those of before are used, until they are read', async () => {
  const { status, clock, shown } = createWorld();
  await clock.advance(1_000);
  shown.answer(down);
  await clock.advance(600_000);
  const { verdict, summary, callers } = await status();
  expect({ verdict, summary }).toEqual({
    verdict: 'impaired',
    summary:
      'The keys of the token issuer cannot be read. JWTs are checked with those of before: it cannot be reached.',
  });
  expect(callers?.jwt).toMatchObject({ keys: 1, trouble: { reason: 'it cannot be reached' } });
  shown.show(key);
  await clock.advance(30_000);
  expect(await status()).toMatchObject({ verdict: 'well' });
});

test('without any keys no JWT is taken', async () => {
  const shown = createShownKeys();
  shown.answer(down);
  const harness = createHarness({ callers: [caller], jwt: trusted, fetchKeys: shown.fetch });
  const { status } = createAdminPort(harness);
  const since = new Date(harness.clock.wallTime()).toISOString();
  await harness.clock.advance(60_000);
  const { summary, problems } = await status();
  expect(summary).toContain('No JWT is taken: it cannot be reached.');
  expect(problems[0]).toMatchObject({ since });
});

test('a file that is refused is told with what is wrong with it, and since when', async () => {
  const harness = createHarness();
  let refused: FileStanding['refused'] = null;
  const files = () => [{ setting: 'CALLERS_FILE', readAt: harness.clock.now(), refused }];
  const { status } = createAdminPort({ ...harness, files });
  expect(await status()).toMatchObject({ verdict: 'well' });
  refused = { at: harness.clock.now(), reason: 'CALLERS_FILE callers.json must be a list' };
  const { verdict, summary, problems, at } = await status();
  expect({ verdict, summary }).toEqual({
    verdict: 'impaired',
    summary:
      'CALLERS_FILE cannot be used as it is now. What it held before is used on. callers.json must be a list.',
  });
  expect(problems[0]?.since).toBe(at);
  const question = 'callers.json, entry 2: tokens is missing: is it what is called token there?';
  refused = { at: harness.clock.now(), reason: `CALLERS_FILE ${question}` };
  expect((await status()).problems[0]?.text).toBe(`What it held before is used on. ${question}`);
});
