import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { shareBudgets } from '../../src/accounts/share-budgets.ts';
import { Secret } from '../../src/exchange/secret.ts';
import { systemClock as clock } from '../../src/time/clock.ts';
import { createGateway } from '../../src/server/gateway.ts';
import { credentialsOf } from '../../src/simulator/embedded.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { bearer } from '../support/knock.ts';
import { callers, tokens } from '../support/made-up-callers.ts';
import { createWatchedLog, keepAccountSecrets, keepSecret, sawOutput } from '../support/outputs.ts';
import { describeWith } from '../support/programs.ts';
import { startRedisServer } from '../support/redis-server.ts';
import { httpOf } from '../support/http-of.ts';

const query = '{ account { id details(ccy: ["ETH"]) { cashBal } } }';

interface Answer {
  readonly data: {
    readonly account: { readonly details: readonly { readonly cashBal: string }[] };
  };
}

describeWith('redis-server', 'whoever reads all that goes through Redis', () => {
  test('learns of calls by account, and of no key, token, caller, currency or amount', async () => {
    await using redis = await startRedisServer();
    const commands = watchCommands(redis.url);
    const exchange = createSimulatedExchange({ clock, seed: 1, moving: false });
    const accounts = credentialsOf(exchange, 'http://exchange.test');
    keepAccountSecrets(accounts);
    keepSecret(tokens.alice);
    const log = createWatchedLog();
    const shared = shareBudgets({ redisUrl: new Secret(redis.url), replicas: 2 }, { clock, log });
    const { handler } = createGateway(
      {
        accounts,
        callers: { callers, jwt: null },
        maxAgeMs: 200,
        deadlineMs: 20_000,
        maxWaitMs: 20_000,
      },
      { clock, log, random: Math.random, http: httpOf(exchange.fetch), ...shared },
    );
    const response = await handler.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(tokens.alice) },
      body: JSON.stringify({ query }),
    });
    const answer: Answer = await response.json();
    await shared.close();

    const [detail] = answer.data.account.details;
    await vi.waitFor(() => expect(commands()).toContain('spot'), 60_000);
    sawOutput('Redis', commands());
    for (const other of ['alice', 'ETH', String(detail?.cashBal), 'cashBal', 'api/v5']) {
      expect(commands()).not.toContain(other);
    }
  });
});

/** All that the clients of a Redis send it from now on. */
function watchCommands(url: string): () => string {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  let seen = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
  });
  socket.write('MONITOR\r\n');
  return () => seen;
}
