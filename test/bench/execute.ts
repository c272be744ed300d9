import { deepStrictEqual, equal } from 'node:assert/strict';
import { parse, validate } from 'graphql';
import {
  AccountBalance,
  balance,
  CurrencyDetail,
} from '../../src/endpoints/balance/declaration.ts';
import { decodeRows } from '../../src/exchange/decode.ts';
import { createOrigin } from '../../src/exchange/origin.ts';
import { createExecutor } from '../../src/execution/compile.ts';
import type { Execute } from '../../src/execution/execution.ts';
import { referenceExecute } from '../../src/execution/reference.ts';
import type { Context } from '../../src/graph/context.ts';
import type { Loads } from '../../src/loading/request-loader.ts';
import { servedSchema } from '../../src/server/served-schema.ts';
import examples from '../fixtures/reference-examples.json' with { type: 'json' };

/** How many times the processor time of a plan the graphql package has to take at least. */
const leastGain = 1.5;
const rounds = 15;
const msOfARound = 60;

// A whole balance of 20 currencies, made of the example of the reference.
const accountId = 'main';
const [account] = examples.balance[0]?.data ?? [];
const ccys = Array.from({ length: 20 }, (_, at) => `C${at}`);
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
const context: Context = {
  // The rows are those of the balance, which alone is asked for.
  loader: loader as unknown as Loads,
  accountIds: [accountId],
  defaultAccountId: accountId,
  budgets: () => [],
};

const scalars = (fields: object) =>
  Object.keys(fields)
    .filter((name) => name !== 'details')
    .join(' ');
const someFields = 'ccy eq cashBal uTime upl';
const representations = ccys.map((ccy) => ({ __typename: 'AccountCurrency', accountId, ccy }));

const questions = [
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

const executor = createExecutor(servedSchema, 100);

async function costOf(execute: Execute, variables: object, times: number): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) {
    const { data = '' } = await execute(context, { ...variables });
    // A text that was joined of parts is put together when it is sent.
    Buffer.byteLength(data);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

console.log(`A whole balance of ${ccys.length} currencies.\n`);
console.log(
  '| What is asked for | Characters | By the graphql package | By a plan | The first in the second |\n| --- | ---: | ---: | ---: | ---: |',
);
for (const { what, query, variables = {} } of questions) {
  const document = parse(query);
  deepStrictEqual(validate(servedSchema, document), []);
  const reference = referenceExecute(servedSchema, document, null, 100);
  const planned = executor.prepare(document);
  const [expected, got] = [await reference(context, variables), await planned(context, variables)];
  equal(got.data, expected.data);
  deepStrictEqual([expected.errors, got.errors], [[], []]);

  const contenders = [reference, planned];
  const costs: number[][] = [[], []];
  let times = 20;
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, execute] of contenders.entries()) {
      costs[at]?.push(await costOf(execute, variables, times));
    }
    times = Math.ceil((msOfARound * 1_000) / Math.max(...costs.map((all) => all.at(-1) ?? 1)));
  }
  const [first = NaN, second = NaN] = costs.map(
    (all) => all.toSorted((one, other) => one - other)[rounds >> 1],
  );
  const gain = first / second;
  console.log(
    `| ${what} | ${got.data?.length} | ${first.toFixed(1)} µs | ${second.toFixed(1)} µs | ${gain.toFixed(1)} |`,
  );
  if (!(gain >= leastGain)) {
    console.error(
      `\n${what}: a plan takes more than 1/${leastGain} of what the graphql package takes.`,
    );
    process.exitCode = 1;
  }
}
