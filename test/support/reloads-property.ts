import fc from 'fast-check';
import { pino } from 'pino';
import type { createAccounts } from '../../src/accounts/accounts.ts';
import type { Call } from '../../src/exchange/client.ts';
import type { AccountCredentials } from '../../src/exchange/credentials.ts';
import { Secret } from '../../src/exchange/secret.ts';
import type { AccountLoader } from '../../src/loading/account-loader.ts';
import { createPatience, leavingBy } from '../../src/loading/patience.ts';
import { createRequestLoader } from '../../src/loading/request-loader.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { defineEndpoints } from './loading-world.ts';
import { createManualClock } from './manual-clock.ts';
import { type CallSpan, mostArrivals } from './most-arrivals.ts';

const limit = { calls: 3, windowMs: 2_000 };
const { one: endpoint } = defineEndpoints(limit, 1);
/** No call takes longer, as the budgets of those that come assume of what is on its way. */
const longestCallMs = 250;
const log = pino({ level: 'silent' });

/** An account of the exchange, with one of its keys. */
interface Served {
  readonly account: string;
  readonly key: number;
}

const served: fc.Arbitrary<Served> = fc.record({
  account: fc.constantFrom('X', 'Y', 'Z'),
  key: fc.nat(2),
});

const ids = ['a', 'b', 'c'];
const byId = fc.tuple(...ids.map(() => fc.option(served, { freq: 3 })));

const step = fc.record({
  byId,
  /** Who asks then for more than the limit; those of before have come before the reload. */
  asks: fc.array(fc.record({ id: fc.constantFrom(...ids), isOfBefore: fc.boolean() }), {
    maxLength: 3,
    size: 'max',
  }),
  waitMs: fc.constantFrom(0, 100, 600, 1_999, 2_249, 2_250, 6_000),
});

const course = fc.record({
  steps: fc.array(step, { minLength: 2, maxLength: 6, size: 'max' }),
  seed: fc.integer(),
});

/** Holds for accounts with which the exchange never counts too many calls, whichever keys are reloaded for whichever ids. */
export function reloadsProperty(create: typeof createAccounts) {
  return fc.asyncProperty(course, async ({ steps, seed }) => {
    const clock = createManualClock();
    const random = createRandomness(seed);
    const calls: (CallSpan & { readonly account: string })[] = [];

    function clientOf({ apiKey }: AccountCredentials): Call {
      const [account = ''] = apiKey.reveal();
      return async () => {
        const from = clock.now();
        const to = from + Math.floor(random() * longestCallMs);
        calls.push({ account, from, to });
        await new Promise<void>((resolve) => clock.after(to - from, resolve));
        return { rows: [] };
      };
    }

    function credentialsOf({ byId: given }: (typeof steps)[number]): readonly AccountCredentials[] {
      const taken = new Set<string>();
      return given.flatMap((one, index) => {
        // The exchange counts an account as one, so it is served under one id at a time.
        if (!one || taken.has(one.account)) return [];
        taken.add(one.account);
        const secret = new Secret(`${one.account}${one.key}`);
        return {
          id: ids[index] ?? '',
          apiKey: secret,
          secretKey: secret,
          passphrase: secret,
          baseUrl: '',
          demo: false,
        };
      });
    }

    function ask(loaders: ReadonlyMap<string, AccountLoader>, id: string): void {
      if (!loaders.has(id)) return;
      const limits = { deadlineMs: 5_000, maxWaitMs: Infinity, maxAgeMs: 0 };
      const patience = createPatience(limits, leavingBy(new AbortController().signal), clock);
      const loader = createRequestLoader(loaders, patience);
      for (let count = 0; count <= limit.calls; count += 1) {
        const key = `K${random()}`;
        loader.rows(id, endpoint, { by: 'ccy', params: {} }, key).catch(() => {});
      }
    }

    const parts = { clock, random, log, clientOf, keepMs: 0 };
    const accounts = create([], parts);
    for (const one of steps) {
      const before = accounts.loaders();
      accounts.replace(credentialsOf(one));
      for (const { id, isOfBefore } of one.asks) ask(isOfBefore ? before : accounts.loaders(), id);
      await clock.advance(one.waitMs);
    }
    await clock.advance(6_000);
    for (const [account, own] of Map.groupBy(calls, (call) => call.account)) {
      const most = mostArrivals(own, limit.windowMs);
      if (most > limit.calls) throw new Error(`over the limit of ${account}: ${most} calls`);
    }
  });
}
