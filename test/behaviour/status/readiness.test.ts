import { describe, expect, test } from 'vitest';
import type { RedisStanding } from '../../../src/accounts/share-budgets.ts';
import { createAdminPort } from '../../support/admin-port.ts';
import { createHarness } from '../../support/harness.ts';
import { knock } from '../../support/knock.ts';

type Redis = Pick<RedisStanding, 'standing' | 'closedForMs'> & Partial<RedisStanding>;

function createWorld(redis: () => Redis | null = () => null, draining = false) {
  const harness = createHarness({
    ...(draining && { readiness: () => 'draining' }),
    redis() {
      const standing = redis();
      return (
        standing && {
          since: 5_000,
          isPaused: false,
          replicas: 2,
          partForMs: 0,
          trouble: null,
          ...standing,
        }
      );
    },
  });
  const admin = createAdminPort(harness);
  const at = (path: string) => ({ url: `http://gateway/health/${path}`, method: 'GET' });
  return {
    ...harness,
    ...admin,
    /** On the port of the graph, and on that of the admin. */
    async bothReady() {
      const { status, body } = await knock(harness.gateway, at('ready'));
      return [body === null || body === '' ? status : { status, body }, await admin.ready()];
    },
    live: async () => (await knock(harness.gateway, at('live'))).status,
  };
}

const stopped = [
  { status: 503, body: { reason: 'accounts-stopped' } },
  '503 {"reason":"accounts-stopped"}',
];
const ofAll = '{ accounts { id totalEq } }';

describe('when the calls of all accounts stopped', () => {
  test('a gateway is not ready, on both ports, is alive all the same, and says so', async () => {
    const { query, exchange, bothReady, live, status } = createWorld();
    expect((await bothReady())[1]).toBe('200 ready');
    exchange.inject({ kind: 'foreign-address', accountId: 'spot' });
    await query(ofAll);
    expect((await bothReady())[1]).toBe('200 ready');
    exchange.inject({ kind: 'foreign-address' });
    await query(ofAll, { headers: { 'cache-control': 'no-cache' } });
    expect(await bothReady()).toEqual(stopped);
    expect(await live()).toBe(200);
    expect(await status()).toMatchObject({ verdict: 'down', unready: 'accounts-stopped' });
    expect((await status()).summary).toContain('4 of 4 accounts stopped.');
  });

  test('it stays so while nothing changes, and asking whether it is ready finds out when it does, though nobody sends a query', async () => {
    const { query, clock, exchange, bothReady, ready } = createWorld();
    const mend = exchange.inject({ kind: 'foreign-address' });
    await query(ofAll);
    const before = exchange.calls.length;
    for (let look = 0; look < 100; look += 1) {
      expect(await ready()).toBe('503 {"reason":"accounts-stopped"}');
      await clock.advance(1_000);
    }
    // Each of four accounts is tried every 20 s.
    const tries = exchange.calls.length - before;
    expect(tries).toBeGreaterThanOrEqual(16);
    expect(tries).toBeLessThanOrEqual(20);
    mend();
    await clock.advance(20_000);
    expect(await bothReady()).toEqual(stopped);
    await clock.advance(1_000);
    expect((await bothReady())[1]).toBe('200 ready');
  });

  test('who looks at the status has nothing be tried', async () => {
    const { query, clock, exchange, status } = createWorld();
    exchange.inject({ kind: 'foreign-address' });
    await query(ofAll);
    const before = exchange.calls.length;
    await clock.advance(60_000);
    for (let look = 0; look < 10; look += 1) await status();
    await clock.advance(1_000);
    expect(exchange.calls).toHaveLength(before);
  });

  test('a dead exchange is found again within a second or two', async () => {
    const { query, clock, exchange, ready } = createWorld();
    const heal = exchange.inject({ kind: 'dropped' });
    for (let mark = 0; mark < 12; mark += 1) {
      await query(`{ accounts { details(ccy: ["X${mark}"]) { ccy } } }`);
    }
    expect(await ready()).toContain('503');
    heal();
    await clock.advance(1_000);
    await ready();
    await clock.advance(1_000);
    expect(await ready()).toBe('200 ready');
  });
});

describe('Redis', () => {
  test.each<[string, Redis, string, string]>([
    ['shares', { standing: 'shared', closedForMs: 0 }, '200 ready', 'well'],
    ['is closed for a moment', { standing: 'shared', closedForMs: 2_250 }, '200 ready', 'well'],
    ['leaves a part', { standing: 'alone', closedForMs: 0 }, '200 ready', 'impaired'],
    [
      'gives nothing for longer than anybody waits',
      { standing: 'shared', closedForMs: 60_000 },
      '503 {"reason":"redis-silent"}',
      'down',
    ],
    [
      'is silent, and there is no part',
      { standing: 'silent', closedForMs: 0 },
      '503 {"reason":"redis-silent"}',
      'down',
    ],
  ])('that %s', async (_, redis, expected, verdict) => {
    const { ready, status } = createWorld(() => redis);
    expect(await ready()).toBe(expected);
    expect(await status()).toMatchObject({ verdict, redis });
  });
});

test('what was wrong with Redis is told where it can be why it is silent now', async () => {
  let redis: Redis = { standing: 'silent', closedForMs: 0 };
  const { clock, status } = createWorld(() => redis);
  await clock.advance(600_000);
  const [since, reason] = [clock.now(), 'ECONNRESET'];
  redis = { ...redis, since, trouble: { at: since - 10_000, reason } };
  expect((await status()).summary).toContain('Redis cannot be used (ECONNRESET). No calls');
  redis = { ...redis, trouble: { at: since - 300_000, reason } };
  expect((await status()).summary).toContain('Redis does not answer. No calls');
});

test('what Redis itself says is told as it is', async () => {
  const reason = 'WRONGPASS invalid username-password pair or user is disabled.';
  const trouble = { at: 5_000, reason };
  const { status } = createWorld(() => ({ standing: 'silent', closedForMs: 0, trouble }));
  expect((await status()).problems[0]?.headline).toBe(
    'Redis cannot be used (WRONGPASS invalid username-password pair or user is disabled)',
  );
});

test('a gateway that goes by its part says from when on it makes no calls', async () => {
  const { clock, status } = createWorld(() => ({
    standing: 'alone',
    closedForMs: 0,
    partForMs: 90_000,
  }));
  const partEndsAt = new Date(clock.wallTime() + 90_000).toISOString();
  const { problems, redis } = await status();
  expect(problems[0]?.text).toBe(
    'This gateway makes do with one of 2 parts of each limit. From 12:01:30 UTC on no calls are made.',
  );
  expect(redis).toMatchObject({ partEndsAt });
});

test('while Redis is silent no account is well, and nobody says when it can be asked for', async () => {
  let redis: Redis = { standing: 'shared', closedForMs: 0 };
  const { query, status } = createWorld(() => redis);
  await query('{ account(id: "spot") { totalEq } }');
  redis = { standing: 'silent', closedForMs: 0 };
  const { accounts } = await status('?find=spot');
  expect(accounts.states).toMatchObject({ held: 4, well: 0, untried: 0 });
  expect(accounts.list).toMatchObject([{ state: 'held', budgets: [{ nextFreeInMs: null }] }]);
  redis = { standing: 'alone', closedForMs: 0 };
  const { list } = (await status('?find=spot')).accounts;
  expect(list).toMatchObject([{ state: 'well', budgets: [{ nextFreeInMs: 0 }] }]);
});

test('a gateway that ends says this and nothing else first', async () => {
  const { ready, status } = createWorld(() => ({ standing: 'silent', closedForMs: 0 }), true);
  expect(await ready()).toBe('503 {"reason":"draining"}');
  expect(await status()).toMatchObject({ verdict: 'ending', unready: 'draining' });
});
