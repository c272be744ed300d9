import { expect, test } from 'vitest';
import { maxAvailSize } from '../../../src/endpoints/max-avail-size/declaration.ts';
import type { Call } from '../../../src/exchange/client.ts';
import { createLoneAccount } from '../../support/lone-account.ts';
import { createTurningClock } from '../../support/turning-clock.ts';

test('nothing is left to look after once the answers of all parameters that clients chose are old', async () => {
  const clock = createTurningClock();
  const asked: string[] = [];
  const call: Call = async ({ keys, params }) => {
    asked.push(params['px'] ?? '');
    const stamp = { accountId: 'a', params: '', asOf: new Date(0) };
    return { rows: (keys?.values ?? []).map((instId) => ({ ...stamp, instId })) };
  };
  const account = createLoneAccount({ clock, call });

  for (const px of ['1', '2', '3']) {
    const request = account.request();
    const params = { tdMode: 'isolated', px };
    const rows = request.rows(maxAvailSize, { by: 'instId', key: 'BTC-USDT', params });
    await clock.advance(400);
    expect(await rows).toMatchObject([{ instId: 'BTC-USDT' }]);
    request.end();
  }
  expect(asked).toEqual(['1', '2', '3']);
  await clock.advance(60_000);
  expect(await clock.advanceToNext()).toBe(false);
});
