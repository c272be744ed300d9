import { describe, expect, test } from 'vitest';
import { declarations } from '../../../src/endpoints/endpoints.ts';
import type { ServedAccount } from '../../../src/accounts/accounts.ts';
import { defaultAccounts, type SimulatedAccount } from '../../../src/simulator/accounts.ts';
import { credentialsOf } from '../../../src/simulator/embedded.ts';
import { createHarness } from '../../support/harness.ts';
import { createOracle } from '../../support/oracle.ts';
import { busiestWindow } from '../../support/windows.ts';

const btc = '{ account { details(ccy: ["BTC"]) { eq } } }';

/** What an account holds of BTC, as the gateway should answer. */
async function holding(accountId: string) {
  const { details } = await createOracle().read(accountId, {
    ccys: ['BTC'],
    instIds: [],
    avail: '',
    loan: '',
  });
  return { data: { account: { details: [{ eq: details.get('BTC')?.['eq'] }] } } };
}

/** An account of the embedded exchange under an id of its own choice. */
function accountOf(accountId: string, id = 'main'): ServedAccount {
  const all = credentialsOf({ accounts: defaultAccounts }, 'http://exchange.test');
  const account = all.find((one) => one.id === accountId);
  if (!account) throw new Error(`no account ${accountId}`);
  return { ...account, id };
}

describe('a share of the limits', () => {
  test('is all that the gateway uses', async () => {
    const { clock, exchange, ask } = createHarness({
      accounts: [{ ...accountOf('spot'), share: 0.45 }],
    });
    const answers = [];
    for (let mark = 0; mark < 40; mark += 1) {
      answers.push(
        ask(`{ account { details(ccy: ["X${mark}"]) { ccy } rateBudgets { endpoint limit } } }`),
      );
      await clock.advance(100);
    }
    const [first] = await clock.run(Promise.all(answers));
    expect(busiestWindow(exchange.calls, 'balance', 2_000)).toBe(4);
    expect(first).toMatchObject({
      data: {
        account: {
          rateBudgets: declarations.map(({ limit }) => ({ limit: Math.floor(limit.calls * 0.45) })),
        },
      },
    });
  });
});

describe('accounts that are replaced while they serve', () => {
  /** A gateway with the one id `main`, which can be pointed at any account of the exchange. */
  function createServing() {
    const harness = createHarness({
      accounts: [accountOf('spot')],
      exchange: { network: { back: [100, 100] } },
      maxAgeMs: 10_000,
    });
    const point = (accountId: string) => harness.gateway.replaceAccounts([accountOf(accountId)]);
    return { ...harness, point };
  }

  test('an id that comes back with another key still has the limits of the one before', async () => {
    const { clock, exchange, ask, gateway, point } = createServing();
    const many = Array.from({ length: 200 }, (_, index) => `X${index}`);
    const burst = `{ account { details(ccy: ${JSON.stringify(many)}) { ccy } } }`;
    await clock.run(ask(burst));
    gateway.replaceAccounts([accountOf('futures', 'other')]);
    // Another key of the account, whose calls the exchange counts together with those before.
    point('portfolio');
    const second = ask(burst);
    await clock.advance(1_000);
    expect(exchange.calls).toHaveLength(10);
    await clock.run(second);
    expect(exchange.calls).toHaveLength(20);
  });

  test('answers that are there already do not come from the account before', async () => {
    const { query, point } = createServing();
    expect(await query(btc)).toEqual(await holding('spot'));
    await query('{ account { totalEq } }');
    point('portfolio');
    expect(await query(btc)).toEqual(await holding('portfolio'));
  });

  test('answers that are on their way, whole or by name, do not come from the account before', async () => {
    const { ask, clock, point } = createServing();
    const before = [ask(btc), ask('{ account { totalEq } }')];
    await clock.advance(50);
    point('portfolio');
    const after = ask(btc);
    await clock.run(Promise.all(before));
    expect(await clock.run(after)).toEqual(await holding('portfolio'));
  });

  test('a call that is refused because its key was replaced meanwhile is made with the new one', async () => {
    const { ask, clock, exchange, point } = createServing();
    exchange.inject({ kind: 'foreign-address', accountId: 'spot' });
    const answer = ask(btc);
    await clock.advance(50);
    point('portfolio');
    expect(await clock.run(answer)).toEqual(await holding('portfolio'));
    expect(exchange.calls.map(({ accountId }) => accountId)).toEqual(['spot', 'portfolio']);
  });

  test('a new key is tried at once after the old one was refused', async () => {
    const { query, exchange, point } = createServing();
    exchange.inject({ kind: 'foreign-address', accountId: 'spot' });
    expect((await query(btc)).errors).toMatchObject([{ extensions: { code: 'UPSTREAM_AUTH' } }]);
    point('portfolio');
    expect(await query(btc)).toEqual(await holding('portfolio'));
  });

  test.each([
    [
      'renamed',
      (all: readonly ServedAccount[]) =>
        all.map((account) => ({ ...account, id: `new-${account.id}` })),
    ],
    [
      "given each other's ids",
      ([one, other]: readonly ServedAccount[]) =>
        one && other
          ? [
              { ...one, id: other.id },
              { ...other, id: one.id },
            ]
          : [],
    ],
  ] as const)('accounts that are %s take their budgets along', async (_claim, change) => {
    const { clock, exchange, ask, gateway } = createHarness();
    const all = credentialsOf(exchange, 'http://exchange.test').slice(0, 2);
    const spend = async (mark: string) => {
      const ccy = JSON.stringify(Array.from({ length: 200 }, (_, index) => `${mark}${index}`));
      await clock.run(ask(`{ account { details(ccy: ${ccy}) { ccy } } }`));
    };
    gateway.replaceAccounts(all);
    await spend('A');
    gateway.replaceAccounts(change(all));
    await spend('B');
    gateway.replaceAccounts([]);
    gateway.replaceAccounts(all);
    await spend('C');
    expect(exchange.calls.filter(({ code }) => code !== '0')).toEqual([]);
    expect(busiestWindow(exchange.calls, 'balance', 2_000)).toBeLessThanOrEqual(10);
  });

  test.each([
    ['change places', [accountOf('portfolio', 'a'), accountOf('spot', 'b')]],
    ['get the id of another', [accountOf('spot', 'b')]],
    ['get an id of its own', [accountOf('spot', 'c')]],
  ] as const)('a query that is under way when keys %s is about one account', async (_how, next) => {
    const { ask, query, clock, gateway } = createHarness({
      accounts: [accountOf('spot', 'a'), accountOf('portfolio', 'b')],
      maxAgeMs: 0,
    });
    const held =
      '{ account(id: "a") { id details(ccy: ["BTC"]) { cashBal maxWithdrawal { maxWd } } } }';
    const before = await query(held);
    await clock.advance(2_000);
    // With the limit used up, it is sent after the change.
    const busy = [];
    for (let mark = 0; mark < 10; mark += 1) {
      busy.push(ask(`{ account(id: "a") { details(ccy: ["X${mark}"]) { eq } } }`));
      await clock.advance(90);
    }
    const underWay = ask(held);
    await clock.advance(10);
    gateway.replaceAccounts(next);
    expect(await clock.run(underWay)).toEqual(before);
    await clock.run(Promise.all(busy));
  });

  test('a new key gets the budgets of the one that its id had last', async () => {
    const { ask, clock, gateway } = createHarness({
      accounts: [accountOf('spot', 'a'), accountOf('portfolio', 'b')],
    });
    const spend = async (mark: string) => {
      const ccy = JSON.stringify(Array.from({ length: 200 }, (_, index) => `${mark}${index}`));
      await clock.run(ask(`{ account(id: "a") { details(ccy: ${ccy}) { eq } } }`));
    };
    gateway.replaceAccounts([accountOf('portfolio', 'a')]);
    await spend('A');
    gateway.replaceAccounts([accountOf('futures', 'a')]);
    const start = clock.now();
    await spend('B');
    expect(clock.now() - start).toBeGreaterThan(1_500);
  });

  test('an account that is taken out is there no more, and the budget of one that stays goes on', async () => {
    const { query, exchange, gateway, counts } = createHarness();
    const all = credentialsOf(exchange, 'http://exchange.test');
    await query('{ a: account { totalEq } b: account(id: "spot") { totalEq } }');
    gateway.replaceAccounts(all.slice(0, 1));
    expect(await query('{ account(id: "spot") { id } }')).toMatchObject({
      data: { account: null },
      errors: [{ extensions: { code: 'ACCOUNT_NOT_FOUND' } }],
    });
    expect(await query('{ accounts { id rateBudgets { inUse } } }')).toMatchObject({
      data: {
        accounts: [
          {
            id: 'multi-currency',
            rateBudgets: declarations.map(({ name }) => ({ inUse: name === 'balance' ? 1 : 0 })),
          },
        ],
      },
    });
    expect(counts()).toEqual({ balance: 2 });
  });
});

test('ten new keys in 10 s, each old one refused from then on, cost none of 200 queries its answer', async () => {
  const keyOf = (number: number): SimulatedAccount => ({
    id: 'main',
    mode: 3,
    apiKey: `5eed0000-0000-4000-8000-${String(100 + number).padStart(12, '0')}`,
    secretKey: `secret-${number}`,
    passphrase: `phrase-${number}`,
  });
  const keys = [keyOf(0)];
  const { clock, exchange, ask, gateway } = createHarness({
    exchange: { accounts: keys, network: { out: [150, 150], back: [150, 150] } },
    accounts: credentialsOf({ accounts: keys }, 'http://exchange.test'),
    maxAgeMs: 0,
  });
  const start = clock.now();
  const queries: ReturnType<typeof ask>[] = [];
  for (let at = 0; at < 10_000; at += 50) {
    clock.after(at, () => {
      queries.push(
        ask('{ account { details(ccy: ["BTC"]) { ccy } maxWithdrawal(ccy: ["ETH"]) { ccy } } }'),
      );
    });
  }
  for (let number = 1; number <= 10; number += 1) {
    clock.after(950 * number, () => {
      keys[0] = keyOf(number);
      gateway.replaceAccounts(credentialsOf({ accounts: keys }, 'http://exchange.test'));
    });
  }
  await clock.advance(10_000);

  const answers = await clock.run(Promise.all(queries));
  const right = {
    data: { account: { details: [{ ccy: 'BTC' }], maxWithdrawal: [{ ccy: 'ETH' }] } },
  };
  expect(answers).toEqual(Array.from({ length: 200 }, () => right));
  const refused = exchange.calls.filter(({ code }) => code !== '0');
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['50119']));
  // What was on its way at each change came with the old key.
  expect(new Set(refused.map(({ at }) => Math.floor((at - start) / 950)))).toEqual(
    new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
  );
  expect(busiestWindow(exchange.calls, 'balance', 2_000)).toBeLessThanOrEqual(10);
  expect(busiestWindow(exchange.calls, 'max-withdrawal', 2_000)).toBeLessThanOrEqual(20);
});
