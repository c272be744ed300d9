import type { ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';
import {
  createShownKeys,
  goodClaims,
  publicJwk,
  rsa,
  signToken,
  startS,
  trusted,
} from '../../support/jwt-issuer.ts';
import { bearer } from '../../support/knock.ts';
import { readEvents } from '../../support/read-events.ts';

const { publicKey, privateKey } = rsa();
const claims = { ...goodClaims, exp: startS + 60 };
const token = signToken({ alg: 'RS256', kid: 'one' }, claims, privateKey);

test.each(['answers', 'is down'])(
  'a stream ends with its token, while its issuer %s',
  async (issuer) => {
    const keys = createShownKeys(publicJwk(publicKey, { kid: 'one' }));
    const { clock, gateway } = createHarness({ jwt: trusted, fetchKeys: keys.fetch });
    // Not on the clock: to verify a token takes a time that is not the clock's.
    const response = await gateway.handler.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...bearer(token),
      },
      body: JSON.stringify({ query: 'subscription { account { totalEq } }' }),
    });
    const { results, isComplete } = readEvents<ExecutionResult>(response);
    if (issuer === 'is down') keys.answer(() => new Response(null, { status: 500 }));
    await clock.advance(55_000);
    expect(results).toHaveLength(1);
    expect(isComplete()).toBe(false);
    await clock.advance(12_000);
    await expect.poll(() => isComplete()).toBe(true);
    expect(results.at(-1)).toMatchObject({
      errors: [{ message: 'The token has expired. Get a new one.' }],
    });
  },
);
