import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock } from '../../src/time/clock.ts';
import { entryOf, fileOf } from '../support/callers-on-disk.ts';
import { freePort } from '../support/free-port.ts';
import type { GatewayProcess } from '../support/gateway-process.ts';
import { ask } from '../support/post.ts';
import { accountsFileOf, start } from '../support/running-gateway.ts';

const ids = ['multi-currency', 'spot', 'futures', 'portfolio'];

async function startLine(gateway: GatewayProcess): Promise<object> {
  const line: object = JSON.parse(await gateway.line(/gateway started/));
  return line;
}

test('a start with made-up accounts says what it is', async () => {
  const gateway = start();
  const [url = ''] = (await gateway.url()).split('/graphql');
  const {
    time: _,
    pid: __,
    hostname: ___,
    ...told
  } = { time: 0, pid: 0, hostname: '', ...(await startLine(gateway)) };
  expect(told).toEqual({
    level: 30,
    msg: 'gateway started',
    version: packageJson.version,
    node: process.versions.node,
    url,
    admin: null,
    accounts: ids.length,
    ids,
    hosts: [expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)],
    demo: [],
    embedded: true,
    callers: null,
    jwt: false,
    redis: false,
    proxy: null,
    operations: 'any',
    explore: true,
  });
});

describe('a start with accounts', () => {
  test('names accounts, hosts, callers and Redis, and nothing that is secret', async () => {
    const accounts = [
      { id: 'desk', apiKey: 'S3cr3t-1', secretKey: 'S3cr3t-2', passphrase: 'S3cr3t-3' },
      {
        id: 'demo',
        apiKey: 'S3cr3t-4',
        secretKey: 'S3cr3t-5',
        passphrase: 'S3cr3t-6',
        baseUrl: 'https://eea.okx.com',
        demo: true,
      },
    ];
    const { path } = fileOf({ callers: [entryOf(['S3cr3t-7']), entryOf([], 'two')] });
    const file = `${path}.accounts`;
    writeFileSync(file, JSON.stringify(accounts));
    const gateway = start({
      ACCOUNTS_FILE: file,
      CALLERS_FILE: path,
      CHECK_ACCOUNTS: 'false',
      ADMIN_PORT: String(await freePort()),
      REDIS_URL: 'redis://someone:S3cr3t-8@127.0.0.1:1/0',
      REPLICAS: '3',
      OPERATIONS: 'logged',
      EXPLORE: 'false',
    });
    expect(await startLine(gateway)).toMatchObject({
      admin: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      accounts: 2,
      ids: ['desk', 'demo'],
      hosts: ['https://www.okx.com', 'https://eea.okx.com'],
      demo: ['demo'],
      embedded: false,
      callers: 2,
      jwt: false,
      redis: true,
      redisHost: '127.0.0.1:1',
      replicas: 3,
      operations: 'logged',
      explore: false,
    });
    expect(JSON.parse(await gateway.line(/Redis error/))).toMatchObject({
      host: '127.0.0.1:1',
      reason: 'ECONNREFUSED',
    });
    expect(gateway.stderr()).not.toContain('S3cr3t');
  });

  test('asks for each of them once, and for one whose credentials change once more', async () => {
    const exchange = createSimulatedExchange({ clock: systemClock });
    const file = await accountsFileOf(exchange);
    const gateway = start({ ACCOUNTS_FILE: file });
    for (const id of ids) await gateway.line(new RegExp(`"account":"${id}".*"account checked"`));
    const asked = Map.groupBy(exchange.calls, ({ accountId }) => accountId);
    expect([...asked.values()].map((calls) => calls.map(({ endpoint }) => endpoint))).toEqual(
      ids.map(() => ['balance', 'config']),
    );
    const made: { passphrase: string }[] = JSON.parse(readFileSync(file, 'utf8'));
    if (made[1]) made[1].passphrase = 'Another word 1!';
    writeFileSync(file, JSON.stringify(made));
    expect(JSON.parse(await gateway.line(/account check failed/))).toMatchObject({
      account: 'spot',
      code: 'UPSTREAM_AUTH',
      exchangeCode: '50105',
    });
    // Whose balance is refused is not asked for its settings.
    expect(exchange.calls).toHaveLength(2 * ids.length + 1);
  });

  test('asks for none of them with CHECK_ACCOUNTS=false', async () => {
    const exchange = createSimulatedExchange({ clock: systemClock });
    const gateway = start({
      ACCOUNTS_FILE: await accountsFileOf(exchange),
      CHECK_ACCOUNTS: 'false',
    });
    // By then those that are asked for would have been.
    expect(await ask(await gateway.url(), '{ account { totalEq } }')).toHaveProperty('data');
    expect(exchange.calls).toHaveLength(1);
  });
});
