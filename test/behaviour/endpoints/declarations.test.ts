import { describe, expect, test } from 'vitest';
import {
  AutoLendStatus,
  CollateralRestriction,
  DeltaNeutralStatus,
  ForcedRepaymentType,
} from '../../../src/endpoints/balance/codes.ts';
import {
  AccountBalance,
  balance,
  CurrencyDetail,
} from '../../../src/endpoints/balance/declaration.ts';
import * as configCodes from '../../../src/endpoints/config/codes.ts';
import { AccountConfig, config } from '../../../src/endpoints/config/declaration.ts';
import { type Codes, MarginMode, OrderSide, TradeMode } from '../../../src/endpoints/codes.ts';
import type {
  Endpoint,
  Field,
  ObjectDeclaration,
  Parameter,
} from '../../../src/endpoints/declare.ts';
import { MaxAvail, maxAvailSize } from '../../../src/endpoints/max-avail-size/declaration.ts';
import { MaxLoan, maxLoan } from '../../../src/endpoints/max-loan/declaration.ts';
import { MaxWithdrawal, maxWithdrawal } from '../../../src/endpoints/max-withdrawal/declaration.ts';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { decodeRows, type Row } from '../../../src/exchange/decode.ts';
import { createOrigin } from '../../../src/exchange/origin.ts';
import accountModes from '../../fixtures/account-modes.json' with { type: 'json' };
import examples from '../../fixtures/reference-examples.json' with { type: 'json' };

const endpoints: readonly Endpoint[] = [balance, maxAvailSize, maxLoan, maxWithdrawal, config];
const objects: readonly ObjectDeclaration[] = [
  AccountBalance,
  CurrencyDetail,
  MaxAvail,
  MaxLoan,
  MaxWithdrawal,
  AccountConfig,
];

// Sources of the fixtures: OKX API v5, Trading account, the five pages that the declarations name, as of 2026-01-15,
// and that of `config` as of 2026-11-30.
// `account-modes.json` is the table of account modes of Get balance, `reference-examples.json` the example answers.

/** Every object of the reference's example answers beside the declaration that it should fit. */
const exampleRows: readonly (readonly [ObjectDeclaration, Readonly<Record<string, unknown>>])[] = [
  ...rowsOf(examples.balance).flatMap(
    ({ details, ...totals }) =>
      [
        [AccountBalance, { ...totals, details }],
        ...details.map((detail) => [CurrencyDetail, detail] as const),
      ] as const,
  ),
  ...rowsOf(examples['max-avail-size']).map((row) => [MaxAvail, row] as const),
  ...rowsOf(examples['max-loan']).map((row) => [MaxLoan, row] as const),
  ...rowsOf(examples['max-withdrawal']).map((row) => [MaxWithdrawal, row] as const),
  ...rowsOf(examples.config).map((row) => [AccountConfig, row] as const),
];

/** Of what the exchange tells of an account, that which nobody is to be shown here, or needs; its declaration says why. */
const leftOut = [
  'ip',
  'kycLv',
  'liquidationGear',
  'mainUid',
  'spotOffsetType',
  'spotTraderInsts',
  'traderInsts',
  'uid',
  'settleCcyList',
];

describe('the example answers of the reference', () => {
  test('hold no field that is not declared, but for what is left out on purpose', () => {
    const unknown = exampleRows.flatMap(([object, raw]) =>
      Object.keys(raw).filter((name) => !(name in object.fields)),
    );
    expect(unknown).toEqual(leftOut);
  });

  test.each(objects)('decode field by field as the $name declares', (object) => {
    const rows = exampleRows.filter(([declared]) => declared === object);
    expect(rows).not.toEqual([]);
    for (const [, raw] of rows) expect(decoded(object, raw)).toMatchObject(expected(object, raw));
  });

  test('show every declared field except the two that only real answers carry', () => {
    const unseen = objects.flatMap((object) => {
      const seen = new Set(
        exampleRows.flatMap(([declared, raw]) => (declared === object ? Object.keys(raw) : [])),
      );
      return Object.keys(object.fields)
        .filter((name) => !seen.has(name))
        .map((name) => `${object.name}.${name}`);
    });
    expect(unseen).toEqual(['CurrencyDetail.autoLendAmt', 'CurrencyDetail.autoStakingStatus']);
  });

  test('decode with those two fields as well', () => {
    const raw = { ccy: 'USDT', autoLendAmt: '0.10', autoStakingStatus: 'a word of its own' };
    expect(decoded(CurrencyDetail, raw)).toMatchObject(raw);
  });
});

describe('the account modes', () => {
  interface Level {
    readonly object: ObjectDeclaration;
    readonly table: ReadonlyMap<string, readonly number[]>;
  }
  const levels: readonly Level[] = [
    { object: AccountBalance, table: new Map(Object.entries(accountModes.account)) },
    { object: CurrencyDetail, table: new Map(Object.entries(accountModes.details)) },
  ];
  // The table grants `details` to two modes and fields inside it to all four: it contradicts itself.
  const contradicted = ['details'];
  // Not in the table; the modes stand in the description of the field.
  const fromDescription = {
    frpType: [1, 3, 4],
    clSpotInUseAmt: [4],
    maxSpotInUse: [4],
    colBorrAutoConversion: [1, 2, 3, 4],
  };

  test.each(levels)(
    'of every $object.name field in the table are declared',
    ({ object, table }) => {
      const listed = [...table].filter(([name]) => !contradicted.includes(name));
      expect(listed.map(([name]) => [name, object.fields[name]?.modes])).toEqual(listed);
    },
  );

  test('are declared beyond the table only where the description of a field names them', () => {
    const beyond = levels.flatMap(({ object, table }) =>
      fieldsOf(object)
        .filter(([name, { modes }]) => modes !== undefined && !table.has(name))
        .map(([name, { modes }]) => [name, modes] as const),
    );
    expect(Object.fromEntries(beyond)).toEqual(fromDescription);
  });

  test('are left open only for the fields of which the reference names none', () => {
    const open = levels.map(({ object }) =>
      fieldsOf(object)
        .filter(([, { modes }]) => modes === undefined)
        .map(([name]) => name),
    );
    expect(open).toEqual([
      ['delta', 'deltaLever', 'deltaNeutralStatus', 'details'],
      [
        'fixedBal',
        'rewardBal',
        'colRes',
        'collateralRestrict',
        'autoLendStatus',
        'autoLendMtAmt',
        'autoLendAmt',
        'autoStakingStatus',
      ],
    ]);
  });

  test('limit the withdrawals with spot offset to portfolio margin', () => {
    const limited = fieldsOf(MaxWithdrawal).filter(([, { modes }]) => modes !== undefined);
    expect(limited.map(([name, { modes }]) => [name, modes])).toEqual([
      ['spotOffsetMaxWd', [4]],
      ['spotOffsetMaxWdEx', [4]],
    ]);
  });
});

describe('the descriptions', () => {
  const described = [
    ...objects.map((object) => ({ of: object.name, fields: fieldsOf(object) })),
    ...endpoints.map(({ name, params }) => ({ of: name, fields: Object.entries<Field>(params) })),
  ].filter(({ fields }) => fields.length > 0);

  test.each(described)('of the fields of $of are sentences, no two alike', ({ fields }) => {
    const meanings = fields.map(([, { meaning }]) => meaning);
    expect(meanings.filter(isNoSentence)).toEqual([]);
    expect([...new Set(meanings)]).toEqual(meanings);
  });

  test.each(described)('of the fields of $of leave unit and modes to the code', ({ fields }) => {
    const repeated = /\bUSD\b|Unit:|Account modes|Applicable to/;
    expect(fields.filter(([, { meaning }]) => repeated.test(meaning))).toEqual([]);
  });

  test.each(described)('of $of give every amount a unit, and nothing else one', ({ fields }) => {
    const withUnit = fields.filter(([, { unit }]) => unit !== undefined);
    expect(withUnit).toEqual(fields.filter(([, { kind }]) => kind === 'decimal'));
    expect(withUnit.filter(([, { unit }]) => unit === '' || unit?.endsWith('.'))).toEqual([]);
  });

  test('count the amounts of an account in USD and those of a currency in itself', () => {
    const unusual = (object: ObjectDeclaration, usual: string) =>
      Object.fromEntries(
        fieldsOf(object).flatMap(([name, { kind, unit }]) =>
          kind === 'decimal' && unit !== usual ? [[name, unit]] : [],
        ),
      );
    expect(unusual(AccountBalance, 'USD')).toEqual({ mgnRatio: 'ratio', deltaLever: 'leverage' });
    expect(unusual(CurrencyDetail, 'currency of the row')).toEqual({
      ...Object.fromEntries(
        ['disEq', 'eqUsd', 'borrowFroz', 'openAvgPx', 'accAvgPx', 'spotUpl', 'totalPnl'].map(
          (name) => [name, 'USD'],
        ),
      ),
      mgnRatio: 'ratio',
      notionalLever: 'leverage',
      spotUplRatio: 'ratio',
      totalPnlRatio: 'ratio',
    });
  });

  test('of objects and endpoints are sentences as well', () => {
    const descriptions = [...objects, ...endpoints].map(({ description }) => description);
    expect(descriptions.filter(isNoSentence)).toEqual([]);
  });

  test('deprecate one field, and name what stands for it', () => {
    const deprecated = objects.flatMap((object) =>
      fieldsOf(object).flatMap(([name, field]) =>
        field.deprecated ? [[name, field.deprecated]] : [],
      ),
    );
    expect(deprecated).toEqual([['collateralRestrict', expect.stringContaining('`colRes`')]]);
  });
});

describe('the coded values', () => {
  const documented: readonly (readonly [Codes, Readonly<Record<string, string>>])[] = [
    [DeltaNeutralStatus, { NORMAL: '0', TRANSFER_RESTRICTED: '1', DELTA_REDUCING: '2' }],
    [CollateralRestriction, { UNRESTRICTED: '0', NEAR_LIMIT: '1', RESTRICTED: '2' }],
    [ForcedRepaymentType, { NONE: '0', USER_BASED: '1', PLATFORM_BASED: '2' }],
    [
      AutoLendStatus,
      { UNSUPPORTED: 'unsupported', OFF: 'off', PENDING: 'pending', ACTIVE: 'active' },
    ],
    [
      TradeMode,
      { CASH: 'cash', CROSS: 'cross', ISOLATED: 'isolated', SPOT_ISOLATED: 'spot_isolated' },
    ],
    [MarginMode, { CROSS: 'cross', ISOLATED: 'isolated' }],
    [OrderSide, { BUY: 'buy', SELL: 'sell' }],
    [
      configCodes.AccountMode,
      { SPOT: '1', FUTURES: '2', MULTI_CURRENCY_MARGIN: '3', PORTFOLIO_MARGIN: '4' },
    ],
    [configCodes.PositionMode, { LONG_SHORT: 'long_short_mode', NET: 'net_mode' }],
    [
      configCodes.SelfTradePrevention,
      { CANCEL_MAKER: 'cancel_maker', CANCEL_TAKER: 'cancel_taker', CANCEL_BOTH: 'cancel_both' },
    ],
    [configCodes.GreeksType, { COINS: 'PA', DOLLARS: 'BS' }],
    [configCodes.FeeType, { RECEIVED: '0', QUOTE: '1' }],
    [configCodes.ContractIsolation, { AUTOMATIC: 'automatic', MANUAL: 'autonomy' }],
    [
      configCodes.MarginIsolation,
      { AUTOMATIC: 'automatic', AUTOMATIC_BOTH: 'auto_transfers_ccy', QUICK: 'quick_margin' },
    ],
    [configCodes.StrategyType, { GENERAL: '0', DELTA_NEUTRAL: '1' }],
    [configCodes.CopyTradingRole, { NONE: '0', LEADING: '1', COPYING: '2' }],
    [configCodes.OptionTrading, { OFF: '0', ON: '1' }],
    [
      configCodes.AccountType,
      {
        MAIN: '0',
        SUB: '1',
        MANAGED: '2',
        CUSTODY_COPPER: '5',
        MANAGED_COPPER: '9',
        CUSTODY_KOMAINU: '12',
      },
    ],
    [configCodes.ApiKeyPermission, { READ: 'read_only', TRADE: 'trade', WITHDRAW: 'withdraw' }],
  ];

  test.each(documented)('of $name are those of the reference', ({ values, description }, wires) => {
    const declared = Object.entries(values).map(([name, { wire }]) => [name, wire]);
    expect(Object.fromEntries(declared)).toEqual(wires);
    const meanings = [description, ...Object.values(values).map(({ meaning }) => meaning)];
    expect(meanings.filter(isNoSentence)).toEqual([]);
  });
});

describe('the fields', () => {
  const exceptions: readonly (readonly [ObjectDeclaration, Readonly<Record<string, string>>])[] = [
    [AccountBalance, { uTime: 'time', deltaNeutralStatus: 'DeltaNeutralStatus', details: 'list' }],
    [
      CurrencyDetail,
      {
        ccy: 'currency',
        uTime: 'time',
        twap: 'level',
        frpType: 'ForcedRepaymentType',
        colRes: 'CollateralRestriction',
        colBorrAutoConversion: 'level',
        collateralRestrict: 'flag',
        collateralEnabled: 'flag',
        autoLendStatus: 'AutoLendStatus',
        autoStakingStatus: 'text',
      },
    ],
    [MaxAvail, { instId: 'instrument' }],
    [
      MaxLoan,
      {
        instId: 'instrument',
        ccy: 'currency',
        mgnMode: 'MarginMode',
        mgnCcy: 'currency',
        side: 'OrderSide',
      },
    ],
    [MaxWithdrawal, { ccy: 'currency' }],
    [
      AccountConfig,
      {
        acctLv: 'AccountMode',
        posMode: 'PositionMode',
        acctStpMode: 'SelfTradePrevention',
        autoLoan: 'flag',
        enableSpotBorrow: 'flag',
        spotBorrowAutoRepay: 'flag',
        greeksType: 'GreeksType',
        feeType: 'FeeType',
        level: 'text',
        levelTmp: 'text',
        ctIsoMode: 'ContractIsolation',
        mgnIsoMode: 'MarginIsolation',
        stgyType: 'StrategyType',
        roleType: 'CopyTradingRole',
        spotRoleType: 'CopyTradingRole',
        opAuth: 'OptionTrading',
        type: 'AccountType',
        settleCcy: 'currency',
        label: 'text',
        perm: 'codeList',
      },
    ],
  ];

  test.each(exceptions)('of $name are exact decimals but for a few', (object, kinds) => {
    const others = fieldsOf(object)
      .filter(([, { kind }]) => kind !== 'decimal')
      .map(([name, field]) => [name, field.kind === 'code' ? field.codes.name : field.kind]);
    expect(Object.fromEntries(others)).toEqual(kinds);
  });
});

describe('the calls', () => {
  const documented = [
    {
      endpoint: balance,
      path: '/api/v5/account/balance',
      calls: 10,
      keys: { ccy: { max: 20 } },
      whole: 'ccy',
      params: [],
    },
    {
      endpoint: maxAvailSize,
      path: '/api/v5/account/max-avail-size',
      calls: 20,
      keys: { instId: { max: 5 } },
      whole: undefined,
      params: [
        'tdMode: code!',
        'ccy: currency',
        'reduceOnly: flag',
        'px: decimal',
        'tradeQuoteCcy: currency',
      ],
    },
    {
      endpoint: maxLoan,
      path: '/api/v5/account/max-loan',
      calls: 20,
      keys: { instId: { max: 5, pairsOnly: true }, ccy: { max: 1 } },
      whole: undefined,
      params: ['mgnMode: code!', 'mgnCcy: currency', 'tradeQuoteCcy: currency'],
    },
    {
      endpoint: maxWithdrawal,
      path: '/api/v5/account/max-withdrawal',
      calls: 20,
      keys: { ccy: { max: 20 } },
      whole: 'ccy',
      params: [],
    },
    {
      endpoint: config,
      path: '/api/v5/account/config',
      calls: 5,
      keys: {},
      whole: undefined,
      params: [],
    },
  ] as const;

  test.each(documented)('of $endpoint.name stay inside its documented limits', (call) => {
    const { endpoint, path, calls, keys, whole } = call;
    expect(endpoint).toMatchObject({ path, limit: { calls, windowMs: 2_000 } });
    expect(endpoint.whole).toBe(whole);
    expect(endpoint.keys).toEqual(keys);
  });

  test.each(documented)('of $endpoint.name take the documented parameters', (call) => {
    const parameters = Object.entries<Parameter>(call.endpoint.params).map(
      ([name, { kind, required }]) => `${name}: ${kind}${required ? '!' : ''}`,
    );
    expect(parameters).toEqual(call.params);
  });

  test('of endpoints with a trade or margin mode know its codes', () => {
    expect(maxAvailSize.params.tdMode.codes).toBe(TradeMode);
    expect(maxLoan.params.mgnMode.codes).toBe(MarginMode);
  });

  test('find each key in the field of the row that it answers', () => {
    const answering = endpoints.flatMap(({ keys, row }) =>
      Object.keys(keys).map((key) => `${key}: ${row.fields[key]?.kind}`),
    );
    expect(answering).toEqual([
      'ccy: currency',
      'instId: instrument',
      'instId: instrument',
      'ccy: currency',
      'ccy: currency',
    ]);
  });

  test('find the rows of a balance inside its account', () => {
    expect(balance.row).toBe(CurrencyDetail);
    expect(balance.within).toEqual({ object: AccountBalance, list: 'details' });
    expect(AccountBalance.fields.details.of).toBe(CurrencyDetail);
  });
});

function rowsOf<Data>(answers: readonly { readonly data: readonly Data[] }[]): readonly Data[] {
  return answers.flatMap(({ data }) => data);
}

function fieldsOf({ fields }: ObjectDeclaration): readonly (readonly [string, Field])[] {
  return Object.entries(fields);
}

/** Whether a text is anything but a sentence with a capital at its start and one full stop at its end. */
const isNoSentence = (text: string): boolean => !/^[A-Z].+[^.]\.$/.test(text);

function decoded(object: ObjectDeclaration, raw: unknown): Row {
  const stamp = { accountId: 'main', params: '', asOf: new Date(0) };
  const rows = decodeRows(object, [raw], createOrigin('example', undefined, stamp));
  const [row] = rows instanceof GatewayError ? [rows] : rows;
  if (row === undefined || row instanceof GatewayError) throw new Error('not decoded');
  return row;
}

/** What an object of the wire must become, field by field; amounts stay as they are, digit for digit. */
function expected({ fields }: ObjectDeclaration, raw: Readonly<Record<string, unknown>>) {
  const scalars = Object.entries(fields).filter(([, { kind }]) => kind !== 'list');
  return Object.fromEntries(
    scalars.map(([name, { kind }]) => [name, expectedValue(kind, raw[name])]),
  );
}

function expectedValue(kind: Field['kind'], raw: unknown): unknown {
  if (raw === '' || raw === undefined) return null;
  if (kind === 'time') return new Date(Number(raw));
  if (kind === 'codeList') return typeof raw === 'string' ? raw.split(',') : raw;
  return kind === 'level' ? Number(raw) : raw;
}
