import { isLeafType, isObjectType, getNullableType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../../src/graph/schema.ts';
import modesOf from '../../fixtures/account-modes.json' with { type: 'json' };
import { createHarness } from '../../support/harness.ts';

const explained = { headers: { 'x-explain': 'nulls' } };

type Modes = Readonly<Record<string, readonly number[]>>;

/** Beyond the table of the reference: what it says in the descriptions of fields, and what recorded answers show. */
const account: Modes = {
  ...modesOf.account,
  delta: [1, 3, 4],
  deltaLever: [1, 3, 4],
  deltaNeutralStatus: [1, 3, 4],
};
const detail: Modes = {
  ...modesOf.details,
  frpType: [1, 3, 4],
  clSpotInUseAmt: [4],
  maxSpotInUse: [4],
  rewardBal: [2, 3, 4],
};
const withdrawal: Modes = { spotOffsetMaxWd: [4], spotOffsetMaxWdEx: [4] };

const leavesOf = (name: string): readonly string[] => {
  const type = schema.getType(name);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  return fields
    .filter((one) => one.args.length === 0 && isLeafType(getNullableType(one.type)))
    .map((one) => one.name);
};

const everything = `
  ${leavesOf('Account').join(' ')}
  details { ${leavesOf('CurrencyDetail').join(' ')} maxWithdrawal { ${leavesOf('MaxWithdrawal').join(' ')} } }
`;

interface Explained {
  readonly accountId: string;
  readonly mode: string | null;
  readonly paths: readonly (readonly (string | number)[])[];
}

type Row = Readonly<Record<string, unknown>>;
interface Whole extends Row {
  readonly details: readonly (Row & { readonly maxWithdrawal: Row })[];
}

const all = [
  ['spot', 1, 'SPOT'],
  ['futures', 2, 'FUTURES'],
  ['multi-currency', 3, 'MULTI_CURRENCY_MARGIN'],
  ['portfolio', 4, 'PORTFOLIO_MARGIN'],
] as const;

describe.each(all)('of the account %s, in mode %i,', (id, mode, name) => {
  const ask = async () => {
    const { query, counts } = createHarness();
    const { data, errors, extensions } = await query(`{ account(id: "${id}") { ${everything} } }`, {
      ...explained,
    });
    expect(errors).toBeUndefined();
    const [told, ...more] = (extensions?.['notApplicable'] ?? []) as readonly Explained[];
    expect(more).toEqual([]);
    expect(told).toMatchObject({ accountId: id, mode: name });
    const paths = new Set(told?.paths.map((path) => path.slice(1).join('.')));
    return { whole: data?.['account'] as Whole, paths, counts: counts() };
  };

  /** Each field beside the modes that have it, where it is known, and where it stands. */
  const fieldsOf = ({ details, ...totals }: Whole) => [
    ...Object.entries(totals).map(([field, value]) => [field, value, account[field]] as const),
    ...details.flatMap(({ maxWithdrawal, ...row }, index) => [
      ...Object.entries(row).map(
        ([field, value]) => [`details.${index}.${field}`, value, detail[field]] as const,
      ),
      ...Object.entries(maxWithdrawal).map(
        ([field, value]) =>
          [`details.${index}.maxWithdrawal.${field}`, value, withdrawal[field]] as const,
      ),
    ]),
  ];

  test('each null has the reason that the table gives, and no other has one', async () => {
    const { whole, paths } = await ask();
    const fields = fieldsOf(whole);
    expect(fields.length).toBeGreaterThan(400);
    const expected = fields.filter(
      // A real boolean is never empty.
      ([path, , modes]) => modes && !modes.includes(mode) && !path.endsWith('collateralEnabled'),
    );
    expect([...paths].toSorted()).toEqual(expected.map(([path]) => path).toSorted());
    expect(expected.filter(([, value]) => value !== null)).toEqual([]);
  });

  test('it takes one call more, which serves the next half minute', async () => {
    const { query, counts, clock } = createHarness();
    const page = `{ account(id: "${id}") { totalEq details { spotInUseAmt isoLiab imr } } }`;
    for (let round = 0; round < 6; round += 1) {
      await query(page, explained);
      await clock.advance(4_900);
    }
    expect(counts()).toEqual({ balance: 6, config: 1 });
  });
});

describe('what the mode does not explain has no reason', () => {
  const told = async (id: string, fields: string, options = {}) => {
    const { query } = createHarness(options);
    const { data, extensions } = await query(`{ account(id: "${id}") { ${fields} } }`, explained);
    return { account: data?.['account'], notApplicable: extensions?.['notApplicable'] };
  };

  test('a figure that only an account with cross positions has', async () => {
    expect(await told('futures', 'details(ccy: ["LTC"]) { mgnRatio liab }')).toEqual({
      account: { details: [{ mgnRatio: null, liab: null }] },
      notApplicable: [
        { accountId: 'futures', mode: 'FUTURES', paths: [['account', 'details', 0, 'liab']] },
      ],
    });
  });

  test('a field that an older answer lacks, a currency that was never held', async () => {
    const fields = 'details(ccy: ["NOPE", "BTC"]) { twap frpType uplLiab }';
    expect(await told('spot', fields)).toEqual({
      account: { details: [null, { twap: 0, frpType: null, uplLiab: null }] },
      notApplicable: [
        { accountId: 'spot', mode: 'SPOT', paths: [['account', 'details', 1, 'uplLiab']] },
      ],
    });
  });

  test('and where nothing is null that a mode could explain, no mode is asked for', async () => {
    const { query, counts } = createHarness();
    const { extensions } = await query('{ account { totalEq details { eq } } }', explained);
    expect(extensions).toEqual({ notApplicable: [] });
    expect(counts()).toEqual({ balance: 1 });
  });
});

test('accounts, aliases and fragments are told each by its path, errors are no nulls with a reason', async () => {
  const { query, exchange } = createHarness();
  exchange.inject({ kind: 'unavailable', endpoint: 'balance', accountId: 'futures' });
  const { extensions, errors } = await query(
    '{ all: accounts { id ...more } } fragment more on Account { own: isoEq lev: upl }',
    explained,
  );
  expect(errors).toHaveLength(2);
  expect(extensions?.['notApplicable']).toEqual([
    {
      accountId: 'spot',
      mode: 'SPOT',
      paths: [
        ['all', 1, 'own'],
        ['all', 1, 'lev'],
      ],
    },
  ]);
});

test('an entity of a router is told like everything else', async () => {
  const { query } = createHarness();
  const representations = ['spot', 'portfolio'].map((accountId) => ({
    __typename: 'AccountCurrency',
    accountId,
    ccy: 'BTC',
  }));
  const { extensions } = await query(
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on AccountCurrency { detail { imr } } } }',
    { ...explained, variables: { representations } },
  );
  expect(extensions?.['notApplicable']).toEqual([
    { accountId: 'spot', mode: 'SPOT', paths: [['_entities', 0, 'detail', 'imr']] },
    {
      accountId: 'portfolio',
      mode: 'PORTFOLIO_MARGIN',
      paths: [['_entities', 1, 'detail', 'imr']],
    },
  ]);
});

test('what is null with the object around it has no path of its own', async () => {
  const details = [
    { ccy: 7, imr: '' },
    { ccy: 'BTC', imr: '' },
  ];
  const answers = { balance: [{ details }], config: [{ acctLv: '1' }] };
  const fetch: typeof globalThis.fetch = async (input) => {
    const url = new Request(input).url;
    const data = url.includes('config') ? answers.config : answers.balance;
    return Response.json({ code: '0', msg: '', data });
  };
  const { query } = createHarness({ fetch });
  const { data, extensions } = await query('{ account { details { imr ccy } } }', explained);
  expect(data).toEqual({ account: { details: [null, { ccy: 'BTC', imr: null }] } });
  expect(extensions?.['notApplicable']).toMatchObject([
    { mode: 'SPOT', paths: [['account', 'details', 1, 'imr']] },
  ]);
});

test('where the mode cannot be had, that is told, and the answer stands', async () => {
  const { query, exchange } = createHarness();
  exchange.inject({ kind: 'unavailable', endpoint: 'config' });
  expect(await query('{ account(id: "spot") { isoEq } }', explained)).toEqual({
    data: { account: { isoEq: null } },
    extensions: { notApplicable: [{ accountId: 'spot', mode: null, paths: [] }] },
  });
});

test('who does not ask for reasons is told none, and pays nothing', async () => {
  const { query, counts } = createHarness();
  expect(await query('{ account(id: "spot") { isoEq } }')).toEqual({
    data: { account: { isoEq: null } },
  });
  expect(counts()).toEqual({ balance: 1 });
});

test('a query that asks for the schema, too, is told no reasons: there is no such list in its answer', async () => {
  const { query } = createHarness();
  const page = '{ __schema { description } account(id: "spot") { isoEq } }';
  expect(await query(page, explained)).toEqual({
    data: { __schema: { description: null }, account: { isoEq: null } },
  });
});
