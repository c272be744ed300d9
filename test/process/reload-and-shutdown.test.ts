import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/exchange/secret.ts';
import { createGateway, type GatewayParts } from '../../src/server/gateway.ts';
import { createSimulatedExchange, type SimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock } from '../../src/time/clock.ts';
import { accountsFileOf, ask, start } from '../support/running-gateway.ts';

describe('a change of the accounts file', () => {
  test('is served at SIGHUP, and a file that cannot be used changes nothing', async () => {
    const exchange = createSimulatedExchange({ clock: systemClock });
    const file = await accountsFileOf(exchange);
    const gateway = start({ ACCOUNTS_FILE: file });
    const url = await gateway.url();
    const ids = () => ask(url, '{ accounts { id } }');
    const entries: readonly { readonly id: string }[] = JSON.parse(readFileSync(file, 'utf8'));

    writeFileSync(file, JSON.stringify(entries.slice(1, 3)));
    gateway.signal('SIGHUP');
    await gateway.line(/"accounts reloaded"/);
    expect(await ids()).toEqual({ data: { accounts: [{ id: 'spot' }, { id: 'futures' }] } });

    writeFileSync(file, '[{ "id": "spot", "secretKey": "do-not-show" }]');
    gateway.signal('SIGHUP');
    expect(await gateway.line(/"accounts not reloaded"/)).not.toContain('do-not-show');
    expect(await ids()).toEqual({ data: { accounts: [{ id: 'spot' }, { id: 'futures' }] } });
  });

  test('is served without a signal, too, also when another file takes its place', async () => {
    const exchange = createSimulatedExchange({ clock: systemClock });
    const file = await accountsFileOf(exchange);
    const gateway = start({ ACCOUNTS_FILE: file });
    const url = await gateway.url();
    const [first]: readonly object[] = JSON.parse(readFileSync(file, 'utf8'));
    const held = '{ account(id: "new") { details(ccy: ["ETH"]) { cashBal } } }';
    expect(await ask(url, held)).toMatchObject({ data: { account: null } });

    writeFileSync(`${file}.new`, JSON.stringify([{ ...first, id: 'new' }]));
    renameSync(`${file}.new`, file);
    await gateway.line(/"accounts reloaded"/);
    expect(await ask(url, held)).toEqual({
      data: { account: { details: [{ cashBal: '31.0092837465564738' }] } },
    });
  });
});

test('SIGHUP without an accounts file changes nothing', async () => {
  const gateway = start();
  const url = await gateway.url();
  gateway.signal('SIGHUP');
  await gateway.line(/SIGHUP ignored: no accounts file/);
  expect(await ask(url, '{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  gateway.signal('SIGTERM');
  expect(await gateway.exit).toBe(0);
});

describe('an end', () => {
  test('lets a query under way be answered, and takes no new one', async () => {
    const exchange = createSimulatedExchange({ clock: systemClock });
    const gate = holdBack(exchange);
    const gateway = start({ ACCOUNTS_FILE: await accountsFileOf(gate.exchange) });
    const url = await gateway.url();
    const underWay = ask(url, '{ account { details(ccy: ["ETH"]) { cashBal } } }');
    await gate.arrived;

    gateway.signal('SIGTERM');
    await gateway.line(/"shutting down"/);
    // A reload that comes too late must not end it either.
    gateway.signal('SIGHUP');
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    gate.open();

    expect(await underWay).toEqual({
      data: { account: { details: [{ cashBal: '31.0092837465564738' }] } },
    });
    const answeredAt = performance.now();
    expect(await gateway.exit).toBe(0);
    // Not held up by the client's connection, which is kept alive.
    expect(performance.now() - answeredAt).toBeLessThan(1_000);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('comes at once on %s when idle', async (signal) => {
    const gateway = start();
    const url = await gateway.url();
    // Leaves a connection behind that is kept alive, as a browser does.
    await ask(url, '{ account { totalEq } }');
    const toldAt = performance.now();
    gateway.signal(signal);
    expect(await gateway.exit).toBe(0);
    expect(performance.now() - toldAt).toBeLessThan(1_000);
  });
});

test('the output holds no credential, whatever happens', async () => {
  const exchange = createSimulatedExchange({ clock: systemClock });
  const file = await accountsFileOf(exchange);
  const gateway = start({ ACCOUNTS_FILE: file, LOG_LEVEL: 'trace' });
  const url = await gateway.url();
  for (const kind of ['foreign-address', 'dropped', 'html', 'malformed'] as const) {
    const mend = exchange.inject({ kind });
    const answer = await ask(
      url,
      '{ accounts { id totalEq maxWithdrawal { maxWd } maxAvail(instId: ["BTC-USDT"], tdMode: CASH) { availBuy } } }',
    );
    expect(answer).toHaveProperty('errors');
    mend();
  }
  gateway.signal('SIGTERM');
  expect(await gateway.exit).toBe(0);
  const output = gateway.stdout() + gateway.stderr();
  expect(output).toContain('"UPSTREAM_AUTH"');
  for (const { apiKey, secretKey, passphrase } of exchange.accounts) {
    for (const secret of [apiKey, secretKey, passphrase]) expect(output).not.toContain(secret);
  }
});

test('a defect is told to the log and hidden from the client', async () => {
  const lines: string[] = [];
  const gateway = createInProcess({
    log: pino({ level: 'error' }, { write: (line) => void lines.push(line) }),
    clock: {
      ...systemClock,
      wallTime: () => {
        throw new Error('the inside of the gateway');
      },
    },
  });
  const response = await gateway.handler.fetch('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ account { id totalEq } }' }),
  });
  const answer = await response.text();
  expect(JSON.parse(answer)).toMatchObject({
    data: { account: { id: 'desk', totalEq: null } },
    errors: [{ path: ['account', 'totalEq'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  });
  expect(answer).not.toContain('inside');
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { msg: 'internal error masked', err: { message: 'the inside of the gateway' } },
  ]);
});

/** The gateway of one account, without a process or a socket. */
function createInProcess(parts: Partial<GatewayParts>) {
  const secret = new Secret('made-up');
  const credentials = { id: 'desk', apiKey: secret, secretKey: secret, passphrase: secret };
  return createGateway(
    {
      accounts: [{ ...credentials, baseUrl: 'http://exchange.test', demo: false }],
      maxAgeMs: 200,
      deadlineMs: 1_000,
      maxWaitMs: 3_000,
    },
    { clock: systemClock, random: () => 0.5, log: pino({ level: 'silent' }), ...parts },
  );
}

/** The same exchange behind a gate: it tells of the first call and answers none until the gate is open. */
function holdBack(exchange: SimulatedExchange) {
  const arrival = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const held: SimulatedExchange = {
    ...exchange,
    async handle(request) {
      arrival.resolve();
      await gate.promise;
      return exchange.handle(request);
    },
  };
  return { exchange: held, arrived: arrival.promise, open: () => gate.resolve() };
}
