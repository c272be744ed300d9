import { deepStrictEqual } from 'node:assert/strict';
import {
  AccountBalance,
  balance,
  CurrencyDetail,
} from '../../src/endpoints/balance/declaration.ts';
import { createClients } from '../../src/exchange/client.ts';
import { parseJson } from '../../src/exchange/json.ts';
import { createSend } from '../../src/exchange/send.ts';
import { sign } from '../../src/exchange/sign.ts';
import { systemClock } from '../../src/time/clock.ts';
import examples from '../fixtures/reference-examples.json' with { type: 'json' };
import { decodeAtOnce } from '../support/decode-at-once.ts';
import { credentials } from '../support/exchange-client.ts';
import { httpOf } from '../support/http-of.ts';

/** What a call may cost of which one field is read, in what it costs to sign, send and parse it. */
const mostForOneField = 2;
const rounds = 21;
const callsOfARound = 300;

// A whole balance of 20 currencies, made of the example of the reference.
const [account] = examples.balance[0]?.data ?? [];
const details = Array.from({ length: 20 }, (_, at) => ({ ...account?.details[0], ccy: `C${at}` }));
const body = JSON.stringify({ code: '0', msg: '', data: [{ ...account, details }] });
const http = httpOf(async () => new Response(body));
const send = createSend(http, systemClock);
const makeCall = createClients(() => http, systemClock)(credentials);

/** What no way of decoding could do without. */
async function exchangeAlone(): Promise<unknown> {
  const timestamp = new Date(systemClock.wallTime()).toISOString();
  const answer = await send(credentials.baseUrl, balance.path, {
    'OK-ACCESS-KEY': credentials.apiKey.reveal(),
    'OK-ACCESS-SIGN': sign(credentials.secretKey.reveal(), timestamp, balance.path),
    'OK-ACCESS-TIMESTAMP': timestamp,
    'OK-ACCESS-PASSPHRASE': credentials.passphrase.reveal(),
  });
  return 'body' in answer ? parseJson(answer.body) : answer;
}

/** What is read of the one account of an answer, and of each of its currencies. */
interface Reading {
  readonly account: readonly string[];
  readonly detail: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** The values, without names: an object of so many would cost more than reading them. */
function readOf(row: Fields | undefined, reading: Reading): unknown[] {
  const values = reading.account.map((name) => row?.[name]);
  if (reading.detail.length === 0) return values;
  const rows: readonly Fields[] = Array.isArray(row?.['details']) ? row['details'] : [];
  for (const one of rows) for (const name of reading.detail) values.push(one[name]);
  return values;
}

async function callAndRead(reading: Reading): Promise<unknown[]> {
  const outcome = await makeCall({ endpoint: balance, keys: null, params: {} });
  return readOf('rows' in outcome ? outcome.rows[0] : undefined, reading);
}

const stamp = { accountId: credentials.id, params: '', asOf: new Date(0) };
const decoded = decodeAtOnce(AccountBalance, [{ ...account, details }], {
  endpoint: balance.name,
  by: 'ccy',
  stamp,
});
const expected: Fields | undefined = Array.isArray(decoded) ? decoded[0] : undefined;

const scalars = (fields: object) => Object.keys(fields).filter((name) => name !== 'details');
const readings: readonly (readonly [what: string, reading: Reading])[] = [
  ['one field', { account: ['totalEq'], detail: [] }],
  ['5 fields of each currency', { account: [], detail: ['ccy', 'eq', 'cashBal', 'uTime', 'upl'] }],
  [
    'all that there is',
    { account: scalars(AccountBalance.fields), detail: scalars(CurrencyDetail.fields) },
  ],
];

for (const [, reading] of readings) {
  deepStrictEqual(await callAndRead(reading), readOf(expected, reading));
}
deepStrictEqual(await exchangeAlone(), JSON.parse(body));

const contenders: readonly (readonly [what: string, run: () => Promise<unknown>])[] = [
  ['signed, sent and parsed alone', exchangeAlone],
  ...readings.map(
    ([what, reading]) => [`a call, and ${what} read`, async () => callAndRead(reading)] as const,
  ),
];
const costs = contenders.map((): number[] => []);
for (let round = 0; round < rounds; round += 1) {
  for (const [at, [, run]] of contenders.entries()) {
    const before = process.cpuUsage();
    for (let call = 0; call < callsOfARound; call += 1) await run();
    const { user, system } = process.cpuUsage(before);
    costs[at]?.push((user + system) / callsOfARound);
  }
}

const medians = costs.map((all) => all.toSorted((one, other) => one - other)[rounds >> 1] ?? NaN);
const [alone = NaN, oneField = NaN] = medians;
console.log(`A whole balance of ${details.length} currencies, ${body.length} characters.\n`);
console.log('| What is done | Processor time | In the first |\n| --- | ---: | ---: |');
for (const [at, [what]] of contenders.entries()) {
  const cost = medians[at] ?? NaN;
  console.log(`| ${what} | ${cost.toFixed(0)} µs | ${(cost / alone).toFixed(2)} |`);
}
if (!(oneField <= mostForOneField * alone)) {
  console.error(
    `\nA call of which one field is read takes more than ${mostForOneField} times that.`,
  );
  process.exitCode = 1;
}
