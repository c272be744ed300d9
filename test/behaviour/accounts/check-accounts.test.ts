import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createAccountChecks } from '../../../src/accounts/check-accounts.ts';
import { Secret } from '../../../src/exchange/secret.ts';
import { defaultAccounts } from '../../../src/simulator/accounts.ts';
import { credentialsOf } from '../../../src/simulator/embedded.ts';
import { createHarness } from '../../support/harness.ts';

const baseUrl = 'http://exchange.test';
const made = credentialsOf({ accounts: defaultAccounts }, baseUrl);
const [first] = made;

/** As many accounts as wanted, each with a key of its own that the exchange knows. */
const many = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...(defaultAccounts[at % defaultAccounts.length] ?? fail()),
    id: `account-${at}`,
    apiKey: `key-of-account-${at}`,
  }));

function fail(): never {
  throw new Error('The embedded exchange has no account.');
}

interface Line {
  readonly msg: string;
  readonly account: string;
}

function setUp(options: Parameters<typeof createHarness>[0] = {}) {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  const harness = createHarness({ accounts: made, ...options });
  const { clock, gateway } = harness;
  const checks = createAccountChecks({ loaders: gateway.loaders, clock, log });
  function told(): readonly Line[] {
    return lines.splice(0).map((text) => {
      const line: Line = JSON.parse(text);
      return line;
    });
  }
  return { ...harness, checks, told };
}

describe('accounts that come', () => {
  test('are asked for once each, and the log says so', async () => {
    const { checks, clock, counts, told } = setUp();
    checks.check(made);
    await clock.advance(1_000);
    expect(counts()).toEqual({ balance: made.length, config: made.length });
    expect(told()).toMatchObject(
      made.map(({ id }) => ({ level: 30, msg: 'account checked', account: id })),
    );
  });

  test('with wrong credentials are told with the code of the exchange, and stop nothing', async () => {
    const accounts = made.map((account) =>
      account === first ? { ...account, passphrase: new Secret('Wrong word 1!') } : account,
    );
    const { checks, clock, told, query } = setUp({ accounts });
    checks.check(accounts);
    await clock.advance(1_000);
    const lines = told();
    expect(lines.filter(({ msg }) => msg === 'account checked')).toHaveLength(made.length - 1);
    expect(lines.filter(({ msg }) => msg === 'account check failed')).toEqual([
      expect.objectContaining({
        level: 40,
        account: first?.id,
        host: 'exchange.test',
        code: 'UPSTREAM_AUTH',
        exchangeCode: '50105',
        cause: '50105',
        reason: expect.any(String),
      }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('Wrong word');
    expect(await query('{ account(id: "spot") { totalEq } }')).not.toHaveProperty('errors');
  });

  test('are not asked for again, unless their credentials are others; who is new is', async () => {
    const { checks, clock, counts, told, gateway } = setUp({ accounts: made.slice(0, 2) });
    checks.check(made.slice(0, 2));
    await clock.advance(60_000);
    told();
    const before = counts()['balance'] ?? 0;
    const next = made.slice(0, 3).map((account, at) => ({
      ...account,
      ...(at === 1 && { passphrase: new Secret('Another word 1!') }),
    }));
    gateway.replaceAccounts(next);
    checks.check(next);
    await clock.advance(60_000);
    expect(told()).toMatchObject([
      { msg: 'account check failed', account: made[1]?.id },
      { msg: 'account checked', account: made[2]?.id },
    ]);
    expect((counts()['balance'] ?? 0) - before).toBe(2);
  });

  test('and go before their turn are not asked for', async () => {
    const exchange = { accounts: many(20) };
    const accounts = credentialsOf(exchange, baseUrl);
    const { checks, clock, told, gateway } = setUp({ exchange, accounts });
    checks.check(accounts);
    gateway.replaceAccounts(accounts.slice(0, 6));
    checks.check(accounts.slice(0, 6));
    await clock.advance(60_000);
    expect(told().map(({ account }) => account)).toEqual(accounts.slice(0, 6).map(({ id }) => id));
  });

  test('are warned of where their key may do more than read, and nothing of the key is told', async () => {
    const exchange = {
      accounts: defaultAccounts.map((account) =>
        account.id === 'spot'
          ? { ...account, permissions: ['read_only', 'withdraw', 'trade'] }
          : account,
      ),
    };
    const { checks, clock, told } = setUp({ exchange });
    checks.check(made);
    await clock.advance(1_000);
    const lines = told();
    expect(lines.filter(({ msg }) => msg !== 'account checked')).toEqual([
      expect.objectContaining({
        level: 40,
        msg: 'key may do more than read',
        account: 'spot',
        permissions: ['withdraw', 'trade'],
      }),
    ]);
    const spot = defaultAccounts.find(({ id }) => id === 'spot');
    expect(JSON.stringify(lines)).not.toContain(spot?.apiKey);
    // The name of a key may say more of its owner than a log should.
    expect(JSON.stringify(lines)).not.toContain('gateway spot');
  });

  test('may have been asked for by a query a moment ago, which will do', async () => {
    const { checks, clock, counts, told, query } = setUp();
    await query('{ account { totalEq mode } }');
    checks.check(made.slice(0, 1));
    await clock.advance(1_000);
    expect(counts()).toEqual({ balance: 1, config: 1 });
    expect(told()).toMatchObject([{ msg: 'account checked', account: first?.id }]);
  });
});

describe('accounts that could not be asked, or got no answer,', () => {
  test.each([
    ['unavailable', { code: 'UPSTREAM_UNAVAILABLE', cause: '50001' }],
    ['dropped', { code: 'UPSTREAM_UNAVAILABLE', cause: 'no answer could be read' }],
    ['rate-limited', { code: 'BUDGET_EXHAUSTED' }],
  ] as const)(
    'are asked for again each minute until they are answered, and it is told once: %s',
    async (kind, why) => {
      const one = first ?? fail();
      const { checks, clock, told, exchange, counts } = setUp({ accounts: [one] });
      const mend = exchange.inject({ kind });
      checks.check([one]);
      await clock.advance(180_000);
      expect(told()).toEqual([
        expect.objectContaining({ msg: 'account check failed', account: one.id, ...why }),
      ]);
      mend();
      await clock.advance(90_000);
      expect(told()).toMatchObject([{ msg: 'account checked', account: one.id }]);
      const before = counts();
      await clock.advance(180_000);
      expect(counts()).toEqual(before);
    },
  );

  test('are asked for no more once they are served no more, or it is stopped', async () => {
    const { checks, clock, exchange, counts } = setUp();
    exchange.inject({ kind: 'unavailable' });
    checks.check(made.slice(0, 2));
    await clock.advance(30_000);
    checks.check(made.slice(0, 1));
    const before = exchange.calls.length;
    await clock.advance(60_000);
    const asked = exchange.calls.slice(before).map(({ accountId }) => accountId);
    expect(new Set(asked)).toEqual(new Set([first?.id]));
    checks.stop();
    const { balance } = counts();
    await clock.advance(180_000);
    expect(counts()).toEqual({ balance });
  });
});

test('a defect that a check meets is told, and ends neither the process nor the other checks', async () => {
  const harness = createHarness({ accounts: made });
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  let asked = 0;
  const loaders = () => {
    asked += 1;
    if (asked === 1) throw new Error('the inside of the gateway');
    return harness.gateway.loaders();
  };
  const checks = createAccountChecks({ loaders, clock: harness.clock, log });
  checks.check(made);
  await harness.clock.advance(120_000);
  const told = lines.map((line): unknown => JSON.parse(line));
  expect(told).toContainEqual(
    expect.objectContaining({
      level: 50,
      msg: 'internal error masked',
      account: first?.id,
      err: expect.objectContaining({ message: 'the inside of the gateway' }),
    }),
  );
  for (const { id } of made.slice(1)) {
    expect(told).toContainEqual(expect.objectContaining({ msg: 'account checked', account: id }));
  }
  expect(lines).toHaveLength(made.length);
});

describe('very many accounts', () => {
  const exchange = {
    accounts: many(100),
    network: { out: [20, 20], back: [20, 20] },
  } as const;
  const accounts = credentialsOf(exchange, baseUrl);

  test('are asked for a few at a time', async () => {
    const { checks, clock, exchange: asked } = setUp({ exchange, accounts });
    const from = clock.now();
    checks.check(accounts);
    await clock.advance(60_000);
    // Each for its balance, and then for its settings.
    expect(asked.calls).toHaveLength(200);
    const arrived = Map.groupBy(asked.calls, ({ at }) => at - from);
    expect([...arrived.values()].map((calls) => calls.length)).toEqual(Array(40).fill(5));
  });

  test('delay no query', async () => {
    const { checks, clock, query } = setUp({ exchange, accounts });
    checks.check(accounts);
    await clock.advance(100);
    const from = clock.now();
    await query('{ account(id: "account-99") { totalEq } }');
    expect(clock.now() - from).toBe(40);
  });

  test('are asked for no further once that is stopped, and nothing more is told', async () => {
    const { checks, clock, counts, told } = setUp({ exchange, accounts });
    checks.check(accounts);
    await clock.advance(5);
    checks.stop();
    await clock.advance(60_000);
    expect(counts()).toEqual({ balance: 5 });
    expect(told()).toEqual([]);
  });
});
