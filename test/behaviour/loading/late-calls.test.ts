import { expect, test } from 'vitest';
import { defaultAccounts } from '../../../src/simulator/accounts.ts';
import { credentialsOf } from '../../../src/simulator/embedded.ts';
import { createHarness } from '../../support/harness.ts';
import { busiestWindow } from '../../support/windows.ts';

test.each([3_001, 4_500, 5_999])(
  'calls that arrive after %d ms are given up before, and count for those that are made then',
  async (lateMs) => {
    let made = 0;
    // Fewer than the faults that stop the calls of an account.
    const limit = 7;
    const accounts = credentialsOf({ accounts: defaultAccounts }, 'http://exchange.test');
    const harness = createHarness({
      accounts: accounts.slice(0, 1).map((account) => ({ ...account, share: limit / 10 })),
      maxWaitMs: 20_000,
      deadlineMs: 20_000,
      async fetch(input, init) {
        const { url, headers, signal } = new Request(input, init);
        made += 1;
        if (made > limit) return harness.exchange.fetch(input, init);
        const { promise, reject } = Promise.withResolvers<never>();
        signal.addEventListener('abort', () => reject(signal.reason));
        // What was sent still arrives.
        clock.after(lateMs, () => void harness.exchange.fetch(url, { headers }));
        return promise;
      },
    });
    const { ask, clock, exchange } = harness;
    const spend = (mark: string) => {
      const keys = Array.from({ length: 20 * limit }, (_, index) => `${mark}${index}`);
      return ask(`{ account { details(ccy: ${JSON.stringify(keys)}) { ccy } } }`);
    };
    const first = spend('A');
    await clock.advance(4_900);
    const second = spend('B');
    await clock.run(Promise.all([first, second]));
    expect(exchange.calls.length).toBeGreaterThan(2 * limit);
    expect(busiestWindow(exchange.calls, 'balance', 2_000)).toBe(limit);
  },
);
