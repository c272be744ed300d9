import { expect, test } from 'vitest';
import type { UnreadyReason } from '../../../src/server/readiness.ts';
import { createHarness } from '../../support/harness.ts';
import { knock } from '../../support/knock.ts';

const at = (path: string) => ({ url: `http://gateway/health/${path}`, method: 'GET' });

test('one that drains is not ready and says why, is alive all the same, and answers', async () => {
  let reason: UnreadyReason | null = null;
  const { gateway } = createHarness({ readiness: () => reason });
  expect(await knock(gateway, at('ready'))).toMatchObject({ status: 200 });
  reason = 'draining';
  expect(await knock(gateway, at('ready'))).toMatchObject({
    status: 503,
    body: { reason: 'draining' },
  });
  expect(await knock(gateway, at('live'))).toMatchObject({ status: 200 });
  expect(await knock(gateway)).toMatchObject({ status: 200 });
});
