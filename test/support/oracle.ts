import { sign } from '../../src/exchange/sign.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { createManualClock } from './manual-clock.ts';

type WireRow = Readonly<Record<string, string>> & { readonly details?: readonly WireRow[] };

/** The questions of one page, as they stand in a query string. */
interface Page {
  readonly ccys: readonly string[];
  readonly instIds: readonly string[];
  readonly avail: string;
  readonly loan: string;
}

/** Tells what the embedded exchange of a seed answers, key by key and without the gateway. */
export function createOracle(seed = 1) {
  const clock = createManualClock();
  const exchange = createSimulatedExchange({ clock, seed, moving: false });

  /** The elements of `data` of one call. */
  async function rows(accountId: string, target: string): Promise<readonly WireRow[]> {
    await clock.advance(2_000);
    const account = exchange.accounts.find(({ id }) => id === accountId);
    if (!account) throw new Error(`no account ${accountId}`);
    const timestamp = new Date(clock.wallTime()).toISOString();
    const { body } = await exchange.handle({
      method: 'GET',
      target,
      headers: {
        'OK-ACCESS-KEY': account.apiKey,
        'OK-ACCESS-SIGN': sign(account.secretKey, timestamp, target),
        'OK-ACCESS-TIMESTAMP': timestamp,
        'OK-ACCESS-PASSPHRASE': account.passphrase,
      },
    });
    const { data }: { readonly data: readonly WireRow[] } = JSON.parse(body);
    return data;
  }

  /** The rows of each key, asked one key at a time so that no batching can go wrong. */
  async function byKey(
    accountId: string,
    keys: readonly string[],
    targetOf: (key: string) => string,
  ) {
    const all = new Map<string, readonly WireRow[]>();
    for (const key of keys) all.set(key, await rows(accountId, targetOf(key)));
    return all;
  }

  return {
    rows,
    byKey,
    async read(accountId: string, { ccys, instIds, avail, loan }: Page) {
      const path = '/api/v5/account';
      const balances = new Map<string, WireRow | undefined>();
      for (const ccy of ccys) {
        const [whole] = await rows(accountId, `${path}/balance?ccy=${ccy}`);
        balances.set(ccy, whole?.details?.[0]);
      }
      const first = (all: ReadonlyMap<string, readonly WireRow[]>) =>
        new Map([...all].map(([key, [row]]) => [key, row]));
      return {
        details: balances,
        maxWithdrawals: first(
          await byKey(accountId, ccys, (ccy) => `${path}/max-withdrawal?ccy=${ccy}`),
        ),
        maxAvails: first(
          await byKey(accountId, instIds, (id) => `${path}/max-avail-size?instId=${id}&${avail}`),
        ),
        maxLoans: await byKey(accountId, instIds, (id) => `${path}/max-loan?instId=${id}&${loan}`),
      };
    },
  };
}
