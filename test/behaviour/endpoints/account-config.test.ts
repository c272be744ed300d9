import { describe, expect, test } from 'vitest';
import { accountModes } from '../../../src/endpoints/declare.ts';
import { AccountMode } from '../../../src/endpoints/config/codes.ts';
import { defaultAccounts } from '../../../src/simulator/accounts.ts';
import { createHarness } from '../../support/harness.ts';

const [first] = defaultAccounts;
const modes = {
  'multi-currency': 'MULTI_CURRENCY_MARGIN',
  spot: 'SPOT',
  futures: 'FUTURES',
  portfolio: 'PORTFOLIO_MARGIN',
};

describe('how an account is set up', () => {
  test('is told of each, its mode by the same call as the rest', async () => {
    const { query, counts } = createHarness();
    const page = '{ accounts { id mode config { id acctLv perm posMode enableSpotBorrow } } }';
    const { data, errors } = await query(page);
    expect(errors).toBeUndefined();
    expect(data?.['accounts']).toEqual(
      Object.entries(modes).map(([id, mode]) => ({
        id,
        mode,
        config: {
          id: `${id}/config`,
          acctLv: mode,
          perm: ['READ'],
          posMode: ['futures', 'multi-currency'].includes(id) ? 'LONG_SHORT' : 'NET',
          enableSpotBorrow: false,
        },
      })),
    );
    expect(counts()).toEqual({ config: 4 });
  });

  test('is as old as it says, and shared by all who ask within the age of the others', async () => {
    const { query, counts, clock, ask } = createHarness();
    const page = '{ account { config { asOf level } } }';
    const answers = await clock.run(Promise.all([ask(page), ask(page), ask(page)]));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    const asOf = new Date(clock.wallTime()).toISOString();
    expect(answers[0]).toEqual({ data: { account: { config: { asOf, level: 'Lv1' } } } });
    expect(counts()).toEqual({ config: 1 });
    await clock.advance(201);
    await query(page);
    expect(counts()).toEqual({ config: 2 });
  });

  test('tells the permissions of the key in whatever order the exchange has them', async () => {
    const accounts = [{ ...given(), permissions: ['withdraw', 'read_only', 'trade'] }];
    const { query } = createHarness({ exchange: { accounts } });
    expect(await query('{ account { config { perm } } }')).toEqual({
      data: { account: { config: { perm: ['WITHDRAW', 'READ', 'TRADE'] } } },
    });
  });

  test('has an error for what the exchange says of it that is not known, and the rest stands', async () => {
    const accounts = [{ ...given(), permissions: ['read_only', 'fly'] }];
    const { query } = createHarness({ exchange: { accounts } });
    const { data, errors } = await query('{ account { mode config { perm label } } }');
    expect(data).toEqual({
      account: {
        mode: 'MULTI_CURRENCY_MARGIN',
        config: { perm: null, label: 'gateway multi-currency' },
      },
    });
    expect(errors).toMatchObject([
      {
        path: ['account', 'config', 'perm'],
        extensions: {
          code: 'UPSTREAM_MALFORMED',
          endpoint: 'config',
          accountId: 'multi-currency',
          field: 'AccountConfig.perm',
        },
      },
    ]);
  });

  test('keeps to its limit of 5 calls in 2 s, and what has to wait gets its answer', async () => {
    const { ask, clock, counts, exchange } = createHarness({ maxAgeMs: 0 });
    const answers = [];
    for (let round = 0; round < 12; round += 1) {
      answers.push(ask('{ account { mode } }'));
      await clock.advance(50);
    }
    const all = await clock.run(Promise.all(answers));
    expect(all.filter(({ errors }) => errors)).toEqual([]);
    expect(exchange.calls.filter(({ code }) => code !== '0')).toEqual([]);
    expect(counts()['config']).toBeLessThan(12);
  });

  test('fails alone, with where it failed', async () => {
    const { query, exchange } = createHarness();
    exchange.inject({ kind: 'unavailable', endpoint: 'config' });
    const { data, errors } = await query('{ account { totalEq mode config { label } } }');
    expect(data?.['account']).toMatchObject({
      totalEq: expect.any(String),
      mode: null,
      config: null,
    });
    expect(errors).toMatchObject([
      { path: ['account', 'mode'], extensions: { endpoint: 'config' } },
      { path: ['account', 'config'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } },
    ]);
  });

  test('says nothing of whom the account belongs to and where it may be used from', async () => {
    const { query } = createHarness();
    for (const name of ['uid', 'mainUid', 'ip', 'kycLv']) {
      const { errors } = await query(`{ account { config { ${name} } } }`);
      expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    }
  });
});

test('the modes of the enum are those that fields are declared by', () => {
  const declared = Object.values(AccountMode.values).map(({ wire, meaning }) => [wire, meaning]);
  expect(declared.map(([wire]) => wire)).toEqual(Object.keys(accountModes));
  for (const [at, name] of Object.values(accountModes).entries()) {
    expect(declared[at]?.[1]).toContain(name);
  }
});

function given() {
  if (!first) throw new Error('The embedded exchange has no account.');
  return first;
}
