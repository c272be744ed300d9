import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import { shareBudgets } from '../../src/accounts/share-budgets.ts';
import { Secret } from '../../src/exchange/secret.ts';
import { createGateway } from '../../src/server/gateway.ts';
import { credentialsOf } from '../../src/simulator/embedded.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { systemClock as clock } from '../../src/time/clock.ts';
import { createOracle } from '../support/oracle.ts';
import { createWatchedLog } from '../support/outputs.ts';
import { describeWith } from '../support/programs.ts';
import { startRedisServer } from '../support/redis-server.ts';
import { busiestWindow } from '../support/windows.ts';
import { httpOf } from '../support/http-of.ts';

const ccys = ['BTC', 'ETH', 'USDT', 'SOL', 'XRP', 'DOGE', 'ADA', 'LINK', 'LTC', 'DOT'];
const query =
  'query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy maxWithdrawal { maxWd } } } }';
const replicas = 3;

describeWith('redis-server', 'three gateways before one exchange', () => {
  test('answer their clients and break no limit while Redis is killed, hangs and is flushed', async () => {
    await using redis = await startRedisServer();
    const exchange = createSimulatedExchange({
      clock,
      seed: 1,
      moving: false,
      network: { out: [10, 10], back: [10, 10] },
    });
    const log = createWatchedLog();
    const startOne = () => {
      const shared = shareBudgets({ redisUrl: new Secret(redis.url), replicas }, { clock, log });
      const { handler } = createGateway(
        {
          accounts: credentialsOf(exchange, 'http://exchange.test'),
          maxAgeMs: 200,
          deadlineMs: 10_000,
          maxWaitMs: 3_000,
        },
        { clock, log, random: Math.random, http: httpOf(exchange.fetch), ...shared },
      );
      return { handler, shared };
    };
    const first = startOne();
    const gateways = [first, startOne(), startOne()];
    const withdrawals = await createOracle().byKey(
      'multi-currency',
      ccys,
      (ccy) => `/api/v5/account/max-withdrawal?ccy=${ccy}`,
    );
    const random = createRandomness(1);
    const asked: Promise<void>[] = [];
    /** Who is answered, by number, and what the others are told. */
    const answered: number[] = [];
    const told: unknown[] = [];

    async function ask(index: number): Promise<void> {
      const ccy = Array.from({ length: 3 }, () => ccys[Math.floor(random() * ccys.length)] ?? '');
      const { handler } = gateways[index % gateways.length] ?? first;
      const response = await handler.fetch('http://gateway/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { ccy } }),
      });
      const { data, errors }: ExecutionResult = await response.json();
      if (errors) {
        told.push(...errors.map(({ extensions }) => extensions?.['code']));
        return;
      }
      const details = ccy.map((one) => ({
        ccy: one,
        maxWithdrawal: { maxWd: withdrawals.get(one)?.[0]?.['maxWd'] },
      }));
      expect(data).toEqual({ account: { details } });
      answered.push(index);
    }

    // How many a busy machine can answer nobody knows. But whatever has become of Redis, somebody who asks then is
    // answered, and whoever is not is told to come back.
    const strokes: readonly (readonly [stroke: () => unknown, seconds: number])[] = [
      [() => {}, 3],
      [redis.kill, 7],
      [redis.restart, 4],
      [() => redis.command('FLUSHALL'), 6],
      [redis.hang, 7],
      [redis.resume, 7],
    ];
    for (const [stroke, seconds] of strokes) {
      void stroke();
      const since = asked.length;
      const until = clock.now() + seconds * 1_000;
      while (clock.now() < until || !answered.some((index) => index >= since)) {
        asked.push(ask(asked.length));
        await pause(20);
      }
    }
    await Promise.all(asked);
    await Promise.all(gateways.map(async ({ shared }) => shared.close()));

    expect(
      told.filter((code) => code !== 'BUDGET_EXHAUSTED' && code !== 'DEADLINE_EXCEEDED'),
    ).toEqual([]);
    expect(exchange.calls.filter(({ code }) => code !== '0')).toEqual([]);
    expect(busiestWindow(exchange.calls, 'balance', 2_000)).toBeLessThanOrEqual(10);
    expect(busiestWindow(exchange.calls, 'max-withdrawal', 2_000)).toBeLessThanOrEqual(20);
  });
});
