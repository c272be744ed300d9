import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Secret } from '../../src/exchange/secret.ts';
import { createGateway } from '../../src/server/gateway.ts';
import { shareBudgets } from '../../src/server/share-budgets.ts';
import { credentialsOf } from '../../src/simulator/embedded.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { systemClock as clock } from '../../src/time/clock.ts';
import { createOracle } from '../support/oracle.ts';
import { describeWith } from '../support/programs.ts';
import { startRedisServer } from '../support/redis-server.ts';
import { busiestWindow } from '../support/windows.ts';

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
    const log = pino({ level: 'silent' });
    const startOne = () => {
      const shared = shareBudgets({ redisUrl: new Secret(redis.url), replicas }, { clock, log });
      const { handler } = createGateway(
        {
          accounts: credentialsOf(exchange, 'http://exchange.test'),
          maxAgeMs: 200,
          deadlineMs: 10_000,
        },
        { clock, log, random: Math.random, fetch: exchange.fetch, ...shared },
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
    const asked: Promise<boolean>[] = [];

    async function ask(index: number): Promise<boolean> {
      const ccy = Array.from({ length: 3 }, () => ccys[Math.floor(random() * ccys.length)] ?? '');
      const { handler } = gateways[index % gateways.length] ?? first;
      const response = await handler.fetch('http://gateway/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { ccy } }),
      });
      const { data, errors }: ExecutionResult = await response.json();
      if (errors) return false;
      const details = ccy.map((one) => ({
        ccy: one,
        maxWithdrawal: { maxWd: withdrawals.get(one)?.[0]?.['maxWd'] },
      }));
      expect(data).toEqual({ account: { details } });
      return true;
    }

    const strokes: readonly (readonly [atSecond: number, stroke: () => unknown])[] = [
      [3, redis.kill],
      [10, redis.restart],
      [14, () => redis.command('FLUSHALL')],
      [20, redis.hang],
      [27, redis.resume],
    ];
    for (const [atSecond, stroke] of strokes) {
      clock.after(atSecond * 1_000, () => void stroke());
    }
    for (const until = clock.now() + 34_000; clock.now() < until; await pause(20)) {
      asked.push(ask(asked.length));
    }
    const answered = (await Promise.all(asked)).filter(Boolean).length;
    for (const { shared } of gateways) shared.close();

    expect(asked.length).toBeGreaterThan(1_000);
    expect(answered / asked.length).toBeGreaterThan(0.99);
    expect(exchange.calls.filter(({ code }) => code !== '0')).toEqual([]);
    expect(busiestWindow(exchange.calls, 'balance', 2_000)).toBeLessThanOrEqual(10);
    expect(busiestWindow(exchange.calls, 'max-withdrawal', 2_000)).toBeLessThanOrEqual(20);
  }, 60_000);
});
