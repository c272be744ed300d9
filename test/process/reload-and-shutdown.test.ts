import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock } from '../../src/time/clock.ts';
import { holdBack } from '../support/hold-back.ts';
import { ask } from '../support/post.ts';
import { accountsFileOf, start } from '../support/running-gateway.ts';

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
  await gateway.line(/SIGHUP ignored: nothing to reload/);
  expect(await ask(url, '{ __typename }')).toMatchObject({ data: { __typename: 'Query' } });
  gateway.signal('SIGTERM');
  expect(await gateway.exit).toBe(0);
});

describe('an end', () => {
  /** What is cut off at an end is cut off a second later than this: after the time for a test, which then fails. */
  const longDeadlineMs = '600000';

  test('lets a query under way be answered, and takes no new one', async () => {
    const exchange = createSimulatedExchange({ clock: systemClock });
    const gate = holdBack(exchange);
    const file = await accountsFileOf(gate.exchange);
    const gateway = start({ ACCOUNTS_FILE: file, DEADLINE_MS: longDeadlineMs });
    const url = await gateway.url();
    const underWay = ask(url, '{ account { details(ccy: ["ETH"]) { cashBal } } }');
    await gate.arrived;

    gateway.signal('SIGTERM');
    await gateway.line(/"shutting down"/);
    // A reload that comes too late must not end it either.
    gateway.signal('SIGHUP');
    // What connected before it took no more is still answered, and nothing is reset.
    const refused = async () => {
      const error: unknown = await fetch(url).catch(({ cause }: Error) => cause);
      return error instanceof Error && 'code' in error && error.code;
    };
    await expect.poll(refused).toBe('ECONNREFUSED');
    gate.open();

    expect(await underWay).toEqual({
      data: { account: { details: [{ cashBal: '31.0092837465564738' }] } },
    });
    // Not held up by the client's connection, which is kept alive.
    expect(await gateway.exit).toBe(0);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('comes at once on %s when idle', async (signal) => {
    const gateway = start({ DEADLINE_MS: longDeadlineMs });
    const url = await gateway.url();
    // Leaves a connection behind that is kept alive, as a browser does.
    await ask(url, '{ account { totalEq } }');
    gateway.signal(signal);
    expect(await gateway.exit).toBe(0);
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
