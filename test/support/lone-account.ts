import type { Endpoint, Fields } from '../../src/endpoints/declare.ts';
import type { Call } from '../../src/exchange/client.ts';
import { type AccountLoaderParts, createAccountLoader } from '../../src/loading/account-loader.ts';
import { createPatience, leavingBy } from '../../src/loading/patience.ts';
import { createRequestLoader } from '../../src/loading/request-loader.ts';
import type { Clock } from '../../src/time/clock.ts';

interface LoneAccountParts extends Pick<AccountLoaderParts, 'budgetOf'> {
  readonly clock: Clock;
  /** Makes the calls of the account. */
  readonly call: Call;
  readonly random?: () => number;
}

/** The loading code for one account, before an exchange of which the test writes each answer. */
export function createLoneAccount({ random = () => 0.5, ...parts }: LoneAccountParts) {
  const loader = createAccountLoader({ ...parts, accountId: 'a', random, keepMs: 200 });
  const accounts = new Map([['a', loader]]);

  return {
    /** One request of a client, until it is told to end. */
    request(maxAgeMs = 200) {
      const limits = { deadlineMs: 10_000, maxWaitMs: 3_000, maxAgeMs };
      const patience = createPatience(limits, leavingBy(new AbortController().signal), parts.clock);
      const loads = createRequestLoader(accounts, patience);
      return {
        rows: <F extends Fields>(
          endpoint: Endpoint<F>,
          { by, key, params = {} }: { by: string; key: string; params?: Record<string, string> },
        ) => loads.rows('a', endpoint, { by, params }, key),
        whole: <F extends Fields>(endpoint: Endpoint<F>) => loads.whole('a', endpoint),
        end: () => patience.end(),
      };
    },
  };
}
