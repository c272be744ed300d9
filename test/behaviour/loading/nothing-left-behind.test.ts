import { expect, test } from 'vitest';
import { maxAvailSize } from '../../../src/endpoints/max-avail-size/declaration.ts';
import type { Call } from '../../../src/exchange/client.ts';
import { createAccountLoader } from '../../../src/loading/account-loader.ts';
import { createPatience } from '../../../src/loading/patience.ts';
import { createRequestLoader } from '../../../src/loading/request-loader.ts';
import { createTurningClock } from '../../support/turning-clock.ts';

test('nothing is left to look after once the answers of all parameters that clients chose are old', async () => {
  const clock = createTurningClock();
  const asked: string[] = [];
  const call: Call = async ({ keys, params }) => {
    asked.push(params['px'] ?? '');
    const stamp = { accountId: 'a', asOf: new Date(0) };
    return { rows: (keys?.values ?? []).map((instId) => ({ ...stamp, instId })) };
  };
  const loader = createAccountLoader({
    accountId: 'a',
    call,
    clock,
    random: () => 0.5,
    keepMs: 200,
  });
  const accounts = new Map([['a', loader]]);
  const limits = { deadlineMs: 10_000, maxWaitMs: 3_000, maxAgeMs: 200 };

  for (const px of ['1', '2', '3']) {
    const patience = createPatience(limits, new AbortController().signal, clock);
    const lane = { by: 'instId', params: { tdMode: 'isolated', px } };
    const request = createRequestLoader(accounts, patience);
    const rows = request.rows('a', maxAvailSize, lane, 'BTC-USDT');
    await clock.advance(400);
    expect(await rows).toMatchObject([{ instId: 'BTC-USDT' }]);
    patience.end();
  }
  expect(asked).toEqual(['1', '2', '3']);
  await clock.advance(60_000);
  expect(await clock.advanceToNext()).toBe(false);
});
