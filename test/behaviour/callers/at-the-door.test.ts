import { expect, test } from 'vitest';
import { callerOf } from '../../support/file-caller.ts';
import { createHarness } from '../../support/harness.ts';
import {
  createShownKeys,
  goodClaims,
  publicJwk,
  rsa,
  signToken,
  trusted,
} from '../../support/jwt-issuer.ts';
import { bearer } from '../../support/knock.ts';

const pair = rsa();
const address = '192.0.2.1';

function createDoor() {
  const shown = createShownKeys(publicJwk(pair.publicKey, { kid: 'one' }));
  const { gateway, clock } = createHarness({
    callers: [callerOf('desk', ['spot'])],
    jwt: trusted,
    fetchKeys: shown.fetch,
  });
  /** Has a request be let in, and its turn come a while later. */
  async function visit(token: string, meanwhile = () => {}): Promise<number> {
    const asker = gateway.askerOf(bearer(token), address);
    await clock.advance(100);
    meanwhile();
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(token) },
      body: JSON.stringify({ query: '{ accounts { id } }' }),
    };
    const arrival = { address, asker };
    return (await gateway.handler.fetch('http://gateway/graphql', request, arrival)).status;
  }
  return { gateway, clock, shown, visit };
}

test('who has been let in is not asked again when its turn has come: the callers of that moment count', async () => {
  const { gateway, visit } = createDoor();
  const nobody = { callers: [callerOf('other', null)], jwt: null };
  expect(await visit('desk', () => gateway.replaceCallers(nobody))).toBe(200);
  expect(await visit('desk')).toBe(401);
});

test('a JWT that is not known yet is verified when its turn has come, and not before', async () => {
  const { clock, shown, visit } = createDoor();
  await clock.advance(60_000);
  const before = shown.count();
  const unknown = signToken({ alg: 'RS256', kid: 'two' }, goodClaims, pair.privateKey);
  const atTheDoor = () => expect(shown.count()).toBe(before);
  expect(await visit(unknown, atTheDoor)).toBe(401);
  expect(shown.count()).toBe(before + 1);
});
