import {
  AccountBalance,
  balance,
  CurrencyDetail,
} from '../../src/endpoints/balance/declaration.ts';
import { decodeRows } from '../../src/exchange/decode.ts';
import { createOrigin } from '../../src/exchange/origin.ts';
import type { Context } from '../../src/graph/context.ts';
import type { Loads } from '../../src/loading/request-loader.ts';
import examples from '../fixtures/reference-examples.json' with { type: 'json' };

// A whole balance of 20 currencies, made of the example of the reference.
const accountId = 'main';
const [account] = examples.balance[0]?.data ?? [];
export const ccys = Array.from({ length: 20 }, (_, at) => `C${at}`);
const details = ccys.map((ccy) => ({ ...account?.details[0], ccy }));
const stamp = { accountId, params: '', asOf: new Date(0) };
const origin = createOrigin(balance.name, 'ccy', stamp);
const rows = decodeRows(AccountBalance, [{ ...account, details }], origin);
const detailRows = decodeRows(CurrencyDetail, details, origin);
const rowOf = new Map<string, unknown>(
  ccys.map((ccy, at) => [ccy, Array.isArray(detailRows) ? detailRows[at] : undefined]),
);

/** Rows that are there: what is measured is executing alone. */
const loader = {
  whole: async () => rows,
  rows: async (_account: string, _endpoint: unknown, _spec: unknown, key: string) => [
    rowOf.get(key),
  ],
};
export const context: Context = {
  // The rows are those of the balance, which alone is asked for.
  loader: loader as unknown as Loads,
  accountIds: [accountId],
  defaultAccountId: accountId,
  budgets: () => [],
  watched() {},
};

interface PlannedQuestion {
  readonly what: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const scalars = (fields: object) =>
  Object.keys(fields)
    .filter((name) => name !== 'details')
    .join(' ');
const someFields = 'ccy eq cashBal uTime upl';
const representations = ccys.map((ccy) => ({ __typename: 'AccountCurrency', accountId, ccy }));

export const questions: readonly PlannedQuestion[] = [
  { what: 'one field of the account', query: '{ account { totalEq } }' },
  {
    what: '5 fields of each currency',
    query: `{ account { details { ${someFields} } } }`,
  },
  {
    what: 'all that there is',
    query: `{ account { id ${scalars(AccountBalance.fields)} details { id currency { ccy } ${scalars(CurrencyDetail.fields)} } } }`,
  },
  {
    what: '20 entities of a router',
    query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on AccountCurrency { detail { ${someFields} } } } }`,
    variables: { representations },
  },
];
