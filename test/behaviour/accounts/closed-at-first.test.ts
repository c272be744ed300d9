import { describe, expect, test } from 'vitest';
import { declarations } from '../../../src/endpoints/endpoints.ts';
import { credentialsOf } from '../../../src/simulator/embedded.ts';
import { createHarness } from '../../support/harness.ts';
import { busiestWindow } from '../../support/windows.ts';

/** When the manual clock begins. */
const start = 5_000;

describe('a process that is started may follow one that has just used the limits', () => {
  test('so it makes its first call a window and 250 ms after its start', async () => {
    const { clock, exchange, ask, query } = createHarness({ askedUntil: start - 1_000 });
    const closed = { available: 0, nextFreeInMs: 1_250 };
    expect(await query('{ account { rateBudgets { available nextFreeInMs } } }')).toEqual({
      data: { account: { rateBudgets: declarations.map(() => closed) } },
    });
    const answer = ask('{ account { totalEq } }');
    await clock.advance(1_249);
    expect(exchange.calls).toEqual([]);
    expect(await clock.run(answer)).not.toHaveProperty('errors');
    expect(exchange.calls.map(({ at }) => at)).toEqual([start + 1_250]);
  });

  test('who would not wait for it is told when to come back', async () => {
    const { query } = createHarness({ askedUntil: start, maxWaitMs: 500 });
    expect(await query('{ account { totalEq } }')).toMatchObject({
      errors: [{ extensions: { code: 'BUDGET_EXHAUSTED', retryAfterMs: 2_250 } }],
    });
  });

  test('what needs more than the limit waits for the windows after it, too', async () => {
    const { query } = createHarness({ askedUntil: start, maxWaitMs: 4_000 });
    const many = Array.from({ length: 220 }, (_, index) => `X${index}`);
    const [first, second] = [many.slice(0, 200), many.slice(200)].map((list) =>
      JSON.stringify(list),
    );
    const held = `{ account { a: details(ccy: ${first}) { ccy } b: details(ccy: ${second}) { ccy } } }`;
    const { errors } = await query(held);
    expect(new Set(errors?.map(({ extensions }) => extensions['retryAfterMs']))).toEqual(
      new Set([4_250]),
    );
  });
});

/** Accounts of the exchange that have several keys each, and a gateway that serves some of them. */
function createServing() {
  const keyOf = (id: string, number: number) => ({
    id,
    mode: 3 as const,
    apiKey: `${id}-${number}`,
    secretKey: 'secret',
    passphrase: 'phrase',
  });
  const all = ['x', 'y', 'z'].flatMap((id) => [1, 2].map((number) => keyOf(id, number)));
  const credentials = credentialsOf({ accounts: all }, 'http://exchange.test');
  const harness = createHarness({ exchange: { accounts: all }, accounts: credentials.slice(-1) });
  const { exchange, gateway, ask } = harness;

  /** Serves keys, such as `y-2`, by the ids of the gateway. */
  function serve(keys: Readonly<Record<string, string>>): void {
    const accounts = Object.entries(keys).flatMap(([id, key]) =>
      credentials
        .filter(({ apiKey }) => apiKey.reveal() === key)
        .map((account) => ({ ...account, id })),
    );
    gateway.replaceAccounts(accounts);
  }

  let count = 0;
  /** Asks for as much as the limit allows. */
  function spend(id: string) {
    count += 1;
    const keys = Array.from({ length: 200 }, (_, index) => `N${count}N${index}`);
    return ask(`{ account(id: "${id}") { details(ccy: ${JSON.stringify(keys)}) { ccy } } }`);
  }

  /** For how many milliseconds each id that is served makes no call of `balance`. */
  async function waits(): Promise<Readonly<Record<string, number>>> {
    const { data } = await harness.query('{ accounts { id rateBudgets { nextFreeInMs } } }');
    const accounts = (data?.['accounts'] ?? []) as readonly {
      readonly id: string;
      readonly rateBudgets: readonly { readonly nextFreeInMs: number }[];
    }[];
    return Object.fromEntries(
      accounts.map(({ id, rateBudgets }) => [id, rateBudgets[0]?.nextFreeInMs ?? 0]),
    );
  }

  return {
    ...harness,
    serve,
    spend,
    waits,
    most: () => busiestWindow(exchange.calls, 'balance', 2_000),
  };
}

describe('accounts are asked for as much as is allowed, then reloaded and asked again:', () => {
  const one = { a: 'x-1' };
  const two = { a: 'x-1', b: 'y-1' };

  test.each([
    [
      'a new id waits for others that may have asked for its account',
      one,
      two,
      { a: 2_000, b: 2_250 },
    ],
    [
      'a new id with a new key of the account of one that has gone',
      one,
      { b: 'x-2' },
      { b: 2_250 },
    ],
    ['a new key that may be of an id that has gone', two, { a: 'y-2' }, { a: 2_250 }],
    ['two new keys that change places', two, { a: 'y-2', b: 'x-2' }, { a: 2_250, b: 2_250 }],
    ['a new key beside an id that goes on', two, { ...two, a: 'x-2' }, { a: 2_000, b: 2_000 }],
    ['a new key beside a new id', one, { a: 'x-2', b: 'y-1' }, { a: 2_000, b: 2_250 }],
    ['keys that change places', two, { a: 'y-1', b: 'x-1' }, { a: 2_000, b: 2_000 }],
    ['a key that gets another id', one, { b: 'x-1' }, { b: 2_000 }],
  ] as const)('%s', async (_what, before, after, expected) => {
    const { clock, serve, spend, waits, most, exchange } = createServing();
    serve(before);
    await clock.advance(2_250);
    await clock.run(Promise.all(Object.keys(before).map(spend)));
    serve(after);
    expect(await waits()).toEqual(expected);
    await clock.run(Promise.all(Object.keys(after).map(spend)));
    expect(most()).toBe(10);
    expect(exchange.calls.filter(({ code }) => code !== '0')).toEqual([]);
  });

  test('a key that comes back finds its budgets, and is closed when another one has gone since', async () => {
    const { clock, serve, spend, waits } = createServing();
    serve(one);
    await clock.advance(2_250);
    await clock.run(spend('a'));
    serve({});
    await clock.advance(500);
    serve(one);
    expect(await waits()).toEqual({ a: 1_500 });
    serve({ b: 'x-2' });
    await clock.advance(500);
    serve(one);
    expect(await waits()).toEqual({ a: 2_250 });
  });

  test('two new keys that follow each other in two reloads may change places, too', async () => {
    const { clock, serve, spend, most } = createServing();
    serve(two);
    await clock.advance(2_250);
    await clock.run(spend('b'));
    serve({ a: 'x-1' });
    serve({ a: 'y-2' });
    await clock.run(spend('a'));
    expect(most()).toBe(10);
  });

  test('what waits for an account that was taken out is not sent', async () => {
    const { clock, serve, spend, exchange } = createServing();
    serve(one);
    await clock.advance(2_250);
    await clock.run(spend('a'));
    const waiting = spend('a');
    await clock.advance(100);
    serve({ b: 'x-2' });
    expect(await clock.run(waiting)).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({
          extensions: expect.objectContaining({ code: 'BUDGET_EXHAUSTED' }),
        }),
      ]),
    });
    expect(exchange.calls).toHaveLength(10);
  });
});
