import { expect, test } from 'vitest';
import { createRandomness } from '../../../src/simulator/randomness.ts';
import { createHarness } from '../../support/harness.ts';
import { createOracle } from '../../support/oracle.ts';
import { busiestWindow } from '../../support/windows.ts';

const ccys = [
  'BTC',
  'ETH',
  'USDT',
  'SOL',
  'XRP',
  'DOGE',
  'ADA',
  'LINK',
  'LTC',
  'DOT',
  'UNI',
  'OKB',
];
const pairs = [
  'BTC-USDT',
  'ETH-USDT',
  'SOL-USDT',
  'XRP-USDT',
  'DOGE-USDT',
  'ADA-USDT',
  'LINK-USDT',
];

test('60 clients for 10 s against jittering answers: no window over, nobody refused, every answer right', async () => {
  const { ask, clock, exchange } = createHarness({
    exchange: { network: { out: [0, 150], back: [0, 150] } },
  });
  const oracle = createOracle();
  const withdrawals = await oracle.byKey(
    'multi-currency',
    ccys,
    (ccy) => `/api/v5/account/max-withdrawal?ccy=${ccy}`,
  );
  const avails = await oracle.byKey(
    'multi-currency',
    pairs,
    (instId) => `/api/v5/account/max-avail-size?instId=${instId}&tdMode=cash`,
  );
  const until = clock.now() + 10_000;
  let answered = 0;

  async function client(seed: number): Promise<void> {
    const random = createRandomness(seed);
    const some = (all: readonly string[]) =>
      all.filter(() => random() < 0.3).concat(all[seed % all.length] ?? []);
    while (clock.now() < until) {
      const [ccy, instId] = [some(ccys), some(pairs)];
      const answer = await ask(
        `query ($ccy: [ID!], $instId: [ID!]!) { account {
          details(ccy: $ccy) { ccy maxWithdrawal { maxWd } }
          maxAvail(instId: $instId, tdMode: CASH) { instId availBuy availSell }
        } }`,
        { variables: { ccy, instId } },
      );
      expect(answer).toEqual({
        data: {
          account: {
            details: ccy.map((one) => ({
              ccy: one,
              maxWithdrawal: { maxWd: withdrawals.get(one)?.[0]?.['maxWd'] },
            })),
            maxAvail: instId.map((one) => avails.get(one)?.[0]),
          },
        },
      });
      answered += 1;
      await new Promise<void>((resolve) => clock.after(50 + random() * 200, resolve));
    }
  }

  await clock.run(Promise.all(Array.from({ length: 60 }, (_, index) => client(index))));

  expect(answered).toBeGreaterThan(500);
  expect(exchange.calls.filter(({ code }) => code !== '0')).toEqual([]);
  expect(busiestWindow(exchange.calls, 'balance', 2_000)).toBeLessThanOrEqual(10);
  for (const endpoint of ['max-withdrawal', 'max-avail-size']) {
    expect(busiestWindow(exchange.calls, endpoint, 2_000)).toBeLessThanOrEqual(20);
  }
});
