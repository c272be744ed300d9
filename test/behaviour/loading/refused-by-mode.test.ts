import { describe, expect, test } from 'vitest';
import { accountModes, type AccountMode } from '../../../src/endpoints/declare.ts';
import { defaultAccounts, type SimulatedAccount } from '../../../src/simulator/accounts.ts';
import { createHarness } from '../../support/harness.ts';

const [model] = defaultAccounts;

/** One account whose mode can be changed while it is served. */
function setUp(mode: AccountMode, more: Partial<SimulatedAccount> = {}) {
  if (!model) throw new Error('The embedded exchange has no account.');
  const accounts: SimulatedAccount[] = [{ ...model, ...more, id: 'one', mode }];
  const harness = createHarness({ exchange: { accounts } });
  return {
    ...harness,
    change(next: Partial<SimulatedAccount>) {
      accounts[0] = { ...model, ...accounts[0], ...next, id: 'one' };
    },
  };
}

const loan = '{ account { maxLoan(instId: ["BTC-USDT"], mgnMode: CROSS) { ccy } } }';
const marginOf = (tdMode: string) =>
  `{ account { maxAvail(instId: ["ETH-USDT"], tdMode: ${tdMode}, ccy: "ETH") { availBuy } } }`;
const asked = {
  'max-loan': loan,
  'max-loan isolated': loan.replace('CROSS', 'ISOLATED'),
  'by currency': '{ account { maxLoan(ccy: ["BTC"], mgnMode: CROSS) { ccy } } }',
  cross: marginOf('CROSS'),
  isolated: marginOf('ISOLATED'),
  'isolated spot': marginOf('SPOT_ISOLATED'),
  cash: marginOf('CASH'),
};

const refusedIn: Readonly<Record<AccountMode, readonly string[]>> = {
  1: ['max-loan', 'max-loan isolated', 'by currency', 'cross', 'isolated', 'isolated spot'],
  2: [],
  3: ['isolated spot'],
  4: ['isolated spot'],
};

describe.each(Object.entries(accountModes))('in mode %s, %s,', (level, name) => {
  const mode = Number(level) as AccountMode;

  test.each(Object.entries(asked))(
    'a query takes no call if it is refused: %s',
    async (of, query) => {
      const { query: ask, counts } = setUp(mode);
      await ask('{ account { mode } }');
      const { errors = [] } = await ask(query);
      const isRefused = refusedIn[mode].includes(of);
      const { config, ...others } = counts();
      expect(config).toBe(1);
      expect(Object.values(others)).toEqual(isRefused ? [] : [1]);
      const refusals = errors.filter(
        ({ extensions }) => extensions['code'] === 'ACCOUNT_MODE_UNSUPPORTED',
      );
      expect(refusals).toHaveLength(isRefused ? 1 : 0);
      for (const { message, extensions } of refusals) {
        expect(message).toContain(`The account is in ${name} mode, so the exchange was not asked.`);
        expect(extensions).toMatchObject({ accountId: 'one', keys: [expect.any(String)] });
        expect(extensions).not.toHaveProperty('exchangeCode');
      }
    },
  );
});

describe('as long as the mode is not known', () => {
  test('the exchange refuses; then the mode is read, and nothing more is asked', async () => {
    const { query, counts, clock } = setUp(1);
    const [first] = (await query(loan)).errors ?? [];
    expect(first?.extensions).toMatchObject({ exchangeCode: '51010' });
    expect(counts()).toEqual({ 'max-loan': 1 });
    for (let round = 0; round < 20; round += 1) {
      const { errors } = await query(loan.replace('BTC-USDT', `BTC-USDT", "ETH-USDT`));
      expect(errors).toHaveLength(2);
      expect(errors?.[1]).toMatchObject({
        path: ['account', 'maxLoan', 1],
        extensions: { code: 'ACCOUNT_MODE_UNSUPPORTED', endpoint: 'max-loan', keys: ['ETH-USDT'] },
      });
      await clock.advance(1_000);
    }
    expect(counts()).toEqual({ 'max-loan': 1, config: 1 });
  });

  test('who asks for nothing that a mode refuses pays for no mode', async () => {
    const { query, counts, clock } = setUp(3);
    for (let round = 0; round < 5; round += 1) {
      await query(loan);
      await query(asked.cross);
      await clock.advance(20_000);
    }
    expect(counts()).toEqual({ 'max-loan': 5, 'max-avail-size': 5 });
  });
});

describe('a mode that changes', () => {
  test('ends a refusal 30 s after it was read, without anybody doing anything', async () => {
    const { query, counts, clock, change } = setUp(1);
    await query('{ account { mode } }');
    await clock.advance(1_000);
    change({ mode: 3 });
    await clock.advance(28_000);
    expect((await query(loan)).errors).toHaveLength(1);
    expect(counts()).toEqual({ config: 1 });
    await clock.advance(1_000);
    expect(await query(loan)).not.toHaveProperty('errors');
    expect(counts()).toEqual({ config: 2, 'max-loan': 1 });
  });

  test('to one that refuses is met by one call, and found when it is read again', async () => {
    const { query, counts, clock, change } = setUp(3);
    await query('{ account { mode } }');
    change({ mode: 1 });
    await query(loan);
    expect(counts()).toEqual({ config: 1, 'max-loan': 1 });
    await clock.advance(31_000);
    await query(loan);
    await query(asked.cash);
    expect(counts()).toEqual({ config: 2, 'max-loan': 1, 'max-avail-size': 1 });
  });

  test('by borrowing that is enabled ends a refusal likewise', async () => {
    const { query, clock, change } = setUp(1);
    await query('{ account { mode } }');
    change({ borrows: true });
    await clock.advance(30_000);
    expect(await query(loan)).not.toHaveProperty('errors');
    expect(await query(asked.cross)).not.toHaveProperty('errors');
  });

  test('counts from when its call was sent, also when the answer is slow', async () => {
    const { query, counts, clock, exchange } = setUp(1);
    exchange.inject({ kind: 'slow', endpoint: 'config', delayMs: 2_000 });
    await query('{ account { mode } }');
    await clock.advance(28_001);
    await query(loan);
    expect(counts()['config']).toBe(2);
  });
});

test('where the mode cannot be read again, the exchange is asked', async () => {
  const { query, counts, clock, exchange, change } = setUp(1);
  await query('{ account { mode } }');
  change({ mode: 3 });
  await clock.advance(31_000);
  exchange.inject({ kind: 'unavailable', endpoint: 'config' });
  expect(await query(loan)).not.toHaveProperty('errors');
  expect(counts()['max-loan']).toBe(1);
});

test('a plan has no call for what is refused, and says so', async () => {
  const { query } = setUp(1);
  await query('{ account { mode } }');
  const answer = await query(loan, { headers: { 'x-explain': 'plan' } });
  expect(answer).toMatchObject({
    errors: [{ extensions: { code: 'ACCOUNT_MODE_UNSUPPORTED' } }],
    extensions: { plan: [] },
  });
});
