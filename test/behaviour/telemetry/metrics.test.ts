import { describe, expect, test } from 'vitest';
import { maxNamed } from '../../../src/telemetry/account-names.ts';
import { credentialsOf } from '../../../src/simulator/embedded.ts';
import { createMeasured } from '../../support/measured.ts';

const btc = '{ account { maxWithdrawal(ccy: "BTC") { maxWd } } }';
const eth = '{ account { maxWithdrawal(ccy: ["ETH", "USDT"]) { maxWd } } }';
/** Of so many prices, each of which takes a call of its own. */
function ofPrices(count: number): string {
  const fields = Array.from(
    { length: count },
    (_, at) =>
      `p${at}: maxAvail(instId: "BTC-USDT", tdMode: CROSS, px: "1.${at + 101}") { availBuy }`,
  );
  return `{ account { ${fields.join(' ')} } }`;
}

const operations = 'okx_gateway_operations_total';
const stopped = 'okx_gateway_calls_stopped';

describe('operations', () => {
  test('are counted by how they went, and their errors by code', async () => {
    const { query, value } = createMeasured();
    await query(btc);
    await query(`{ account { id } other: account(id: "none") { id } }`);
    await query('{ account(id: "none") { id } again: account(id: "none") { id } }');
    await query('{ account { nothing } }');
    await query('{');
    const outcomes = ['ok', 'partial', 'error'];
    const counts = outcomes.map(async (outcome) => value(operations, { outcome }));
    expect(await Promise.all(counts)).toEqual([1, 1, 3]);
    const codes = ['ACCOUNT_NOT_FOUND', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED'];
    const errors = codes.map(async (code) => value('okx_gateway_errors_total', { code }));
    expect(await Promise.all(errors)).toEqual([3, 1, 1]);
    expect(await value('okx_gateway_operation_duration_seconds_count')).toBe(5);
  });

  test('a call that serves three is made once and counted for each: that is what sharing saves', async () => {
    const { ask, clock, value } = createMeasured();
    await clock.run(ask(eth));
    await clock.run(Promise.all([ask(btc), ask(btc)]));
    await clock.advance(100);
    await clock.run(ask(btc));
    expect(await value('okx_gateway_exchange_calls_total')).toBe(2);
    expect(await value('okx_gateway_operation_exchange_calls_total')).toBe(4);
    expect(await value('okx_gateway_operation_shared_calls_total')).toBe(3);
  });

  test('have the ages of their answers and their waits, where they took calls', async () => {
    const { ask, clock, value } = createMeasured();
    await clock.run(ask('{ account { id } }'));
    await clock.run(ask(btc));
    await clock.advance(150);
    await clock.run(ask(btc));
    const age = 'okx_gateway_answer_age_seconds';
    expect(await value(`${age}_count`)).toBe(2);
    expect(await value(`${age}_bucket`, { le: '0.1' })).toBe(1);
    expect(await value(`${age}_bucket`, { le: '0.2' })).toBe(2);

    await clock.advance(5_000);
    await clock.run(ask(ofPrices(21)));
    const wait = 'okx_gateway_operation_wait_seconds_bucket';
    // 20 calls in 2 s: the last one waits for a window.
    expect(await value(wait, { le: '1.5' })).toBe(2);
    expect(await value(wait, { le: '3' })).toBe(3);
  });
});

describe('calls', () => {
  test('have the number of keys that they took, and the budget that they use', async () => {
    const { query, value, ask, clock } = createMeasured();
    await query(eth);
    const keys = 'okx_gateway_exchange_call_keys';
    expect(await value(`${keys}_sum`, { endpoint: 'max-withdrawal' })).toBe(2);
    const here = { account: 'multi-currency', endpoint: 'max-withdrawal' };
    expect(await value('okx_gateway_leases_in_use', here)).toBe(1);
    expect(await value('okx_gateway_leases_limit', here)).toBe(20);
    await clock.advance(5_000);
    expect(await value('okx_gateway_leases_in_use', here)).toBe(0);
    expect(await value('okx_gateway_keys_waiting')).toBe(0);
    const asked = ask(ofPrices(30));
    await clock.advance(100);
    expect(await value('okx_gateway_keys_waiting', { endpoint: 'max-avail-size' })).toBe(10);
    await clock.run(asked);
  });

  test('that are stopped are told with the reason, for as long as they are', async () => {
    const { query, exchange, clock, gateway, samples } = createMeasured();
    const mend = exchange.inject({ kind: 'foreign-address', accountId: 'multi-currency' });
    await query(btc);
    await query('{ account(id: "spot") { totalEq } }');
    expect(await samples(stopped)).toEqual([
      { name: stopped, labels: { account: 'multi-currency', code: 'UPSTREAM_AUTH' }, value: 1 },
    ]);
    const all = credentialsOf(exchange, 'http://exchange.test');
    gateway.replaceAccounts(all.slice(1));
    expect(await samples(stopped)).toEqual([]);
    gateway.replaceAccounts(all);
    expect(await samples(stopped)).toHaveLength(1);
    mend();
    await clock.advance(30_000);
    await query(btc);
    expect(await samples(stopped)).toEqual([]);
  });
});

test('requests that are turned away are counted by what they are', async () => {
  const { gateway, value } = createMeasured();
  gateway.requestRefused({ what: 'overload', reason: 'so it is' });
  gateway.requestRefused({ what: 'connection', reason: 'EMFILE' });
  gateway.requestRefused({ what: 'connection', reason: 'too many' });
  const kinds = ['overload', 'connection', 'caller', 'host'];
  const counts = kinds.map(async (what) => value('okx_gateway_requests_refused_total', { what }));
  expect(await Promise.all(counts)).toEqual([1, 2, 0, 0]);
});

describe('of more accounts than are told apart', () => {
  const count = maxNamed + 20;
  const ids = Array.from({ length: count }, (_, index) => `account-${index}`);
  const accounts = ids.map((id, index) => ({
    id,
    mode: 3 as const,
    apiKey: `key-of-${index}`.padEnd(36, '-'),
    secretKey: `secret-of-${index}`.padEnd(32, '-'),
    passphrase: `Word-${index}`,
  }));
  const balanceOf = (id = '') => `{ account(id: "${id}") { totalEq } }`;

  test('the first are told apart, and all others are one', async () => {
    const { query, samples, value } = createMeasured({ exchange: { accounts } });
    for (const id of [ids[0], ids[maxNamed - 1], ids[maxNamed], ids[count - 1]])
      await query(balanceOf(id));
    const told = async (name: string) =>
      (await samples(name)).map(({ labels, value: calls }) => [labels['account'], calls]);
    const apart = [
      ['account-0', 1],
      ['account-99', 1],
    ];
    expect(await told('okx_gateway_exchange_calls_total')).toEqual([...apart, ['other', 2]]);
    // What each of the others has of its limits, their sum would not tell.
    expect(await told('okx_gateway_leases_in_use')).toEqual(apart);
    expect(await value('okx_gateway_accounts')).toBe(count);
  });

  test('what was told of one that is served no more is dropped, and others take its place', async () => {
    const { query, gateway, exchange, samples } = createMeasured({ exchange: { accounts } });
    for (const id of [ids[0], ids[maxNamed]]) await query(balanceOf(id));
    gateway.replaceAccounts(credentialsOf(exchange, 'http://exchange.test').slice(1));
    await query('{ account(id: "account-100") { maxWithdrawal(ccy: "BTC") { maxWd } } }');
    const told = await samples('okx_gateway_exchange_calls_total');
    expect(told.map(({ labels, value }) => [labels['account'], value])).toEqual([
      ['other', 1],
      ['account-100', 1],
    ]);
  });

  test('no metric has more of them', async () => {
    const { query, exchange, families } = createMeasured({ exchange: { accounts } });
    exchange.inject({ kind: 'foreign-address' });
    for (const id of ids) await query(balanceOf(id));
    const all = [...(await families()).values()].flatMap(({ samples }) => samples);
    const names = all.flatMap(({ labels }) => labels['account'] ?? []);
    expect(new Set(names)).toEqual(new Set([...ids.slice(0, maxNamed), 'other']));
    // Of calls and of stops, and of what each has and uses of its limits, and waits for.
    expect(names.length).toBe(2 * (maxNamed + 1) + 3 * maxNamed);
  });
});

test('two gateways of one process know nothing of each other', async () => {
  const [one, other] = [createMeasured(), createMeasured()];
  await one.query(btc);
  expect([await one.value(operations), await other.value(operations)]).toEqual([1, 0]);
});
