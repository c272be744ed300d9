import { expect, test } from 'vitest';
import type { RedisStanding } from '../../../src/accounts/share-budgets.ts';
import { digestOf } from '../../../src/callers/blinding.ts';
import { createMeasured } from '../../support/measured.ts';

const conditional = [
  'okx_gateway_redis_standing',
  'okx_gateway_redis_closed_seconds',
  'okx_gateway_callers',
  'okx_gateway_issuer_keys',
  'okx_gateway_issuer_keys_unread',
  'okx_gateway_file_refused',
  'okx_gateway_calls_stopped',
];

test('of what there is not, nothing is told', async () => {
  const { samples } = createMeasured();
  for (const name of conditional) expect([name, await samples(name)]).toEqual([name, []]);
});

test('tells what the gateway goes by, and for how long Redis gives no leases', async () => {
  const redis: RedisStanding = {
    standing: 'alone',
    since: 0,
    isPaused: false,
    closedForMs: 2_500,
    partForMs: 0,
    replicas: 2,
    trouble: null,
  };
  const { samples, value } = createMeasured({ redis: () => redis });
  const told = await samples('okx_gateway_redis_standing');
  expect(told.map(({ labels, value: is }) => [labels['standing'], is])).toEqual([
    ['shared', 0],
    ['alone', 1],
    ['silent', 0],
  ]);
  expect(await value('okx_gateway_redis_closed_seconds')).toBe(2.5);
});

test('tells why no queries are to be sent', async () => {
  const { exchange, query, samples, value } = createMeasured();
  const unready = 'okx_gateway_unready';
  expect((await samples(unready)).map(({ labels, value: is }) => [labels['reason'], is])).toEqual([
    ['draining', 0],
    ['accounts-stopped', 0],
    ['redis-silent', 0],
  ]);
  exchange.inject({ kind: 'foreign-address' });
  await query('{ accounts { totalEq } }');
  expect(await value(unready, { reason: 'accounts-stopped' })).toBe(1);
  expect(await value(unready)).toBe(1);
});

test('tells how many callers there are, and whether the keys of the issuer of JWTs can be read', async () => {
  const callers = ['one', 'two'].map((name) => ({
    name,
    tokens: [digestOf(name)],
    accountIds: ['spot'],
    weight: 1,
    mayExplore: false,
    onBehalfOf: false,
  }));
  const jwt = {
    issuer: 'https://login.example/',
    audience: 'gateway',
    algorithms: ['RS256'] as const,
    jwksUrl: 'https://login.example/keys',
    claims: { accounts: 'accounts' },
  };
  const { clock, gateway, value, samples } = createMeasured({
    callers,
    jwt,
    fetchKeys: () => Promise.reject(new TypeError('nobody is there')),
  });
  await clock.advance(1_000);
  expect(await value('okx_gateway_callers')).toBe(2);
  expect(await value('okx_gateway_issuer_keys')).toBe(0);
  expect(await value('okx_gateway_issuer_keys_unread')).toBe(1);
  gateway.replaceCallers({ callers: callers.slice(1), jwt: null });
  expect(await value('okx_gateway_callers')).toBe(1);
  expect(await samples('okx_gateway_issuer_keys')).toEqual([]);
});

test('tells which files cannot be used, which program it is, and what the log has lost', async () => {
  let droppedLines = 3;
  const refused = { at: 0, reason: 'no JSON' };
  const { samples, value } = createMeasured({
    version: '4.5.6',
    madeUp: true,
    droppedLines: () => droppedLines,
    files: () => [
      { setting: 'ACCOUNTS_FILE', readAt: 0, refused },
      { setting: 'CALLERS_FILE', readAt: 0, refused: null },
    ],
  });
  const files = await samples('okx_gateway_file_refused');
  expect(files.map(({ labels, value: is }) => [labels['setting'], is])).toEqual([
    ['ACCOUNTS_FILE', 1],
    ['CALLERS_FILE', 0],
  ]);
  expect(await value('okx_gateway_made_up')).toBe(1);
  expect(await value('target_info', { service_version: '4.5.6' })).toBe(1);
  const dropped = 'okx_gateway_log_lines_dropped_total';
  expect(await value(dropped)).toBe(3);
  droppedLines = 5;
  expect(await value(dropped)).toBe(5);
});
