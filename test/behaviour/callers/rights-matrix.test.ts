import type { ExecutionResult } from 'graphql';
import { describe, expect, test } from 'vitest';
import { defaultAccounts } from '../../../src/simulator/accounts.ts';
import { createSimulatedExchange } from '../../../src/simulator/exchange.ts';
import { credentialsOf } from '../../../src/simulator/embedded.ts';
import { callerOf } from '../../support/file-caller.ts';
import { createHarness } from '../../support/harness.ts';
import { bearer, knock } from '../../support/knock.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import {
  coordinateOf,
  isText,
  keysOf,
  meanings,
  rootFields,
  types,
  waysIn,
} from '../../support/rights-decisions.ts';
import { type Probe, probesOf } from '../../support/rights-probes.ts';

/** Of one length, so that answers in which one stands for the other are of one length, too. */
const [alpha, bravo, missing] = ['acc-alpha', 'acc-bravo', 'acc-zulu-'];
const accounts = defaultAccounts
  .slice(0, 2)
  .map((account, at) => ({ ...account, mode: 3 as const, id: [alpha, bravo][at] ?? '' }));
const callers = [
  callerOf('alpha', [alpha]),
  callerOf('bravo', [bravo]),
  callerOf('both', [alpha, bravo]),
  callerOf('none', []),
];

const { query } = createHarness();
const { data } = await query('{ service: _service { sdl } }');
const { sdl } = (data as { service: { sdl: string } }).service;
const probes = probesOf(sdl);

describe('it is decided', () => {
  const undecided = (all: readonly string[], decisions: object) =>
    all.filter((one) => !(one in decisions));

  test('of each way in, which accounts it leads to', () => {
    expect(
      undecided(
        rootFields.map(({ name }) => name),
        waysIn,
      ),
    ).toEqual([]);
    expect(rootFields.length).toBe(Object.keys(waysIn).length);
  });

  test('of each argument and each key of an entity, whether it names an account', () => {
    const all = [
      ...types.flatMap((type) =>
        Object.values(type.getFields()).flatMap(({ name, args }) =>
          args.filter(isText).map((one) => coordinateOf(type.name, name, one.name)),
        ),
      ),
      ...rootFields
        .filter(({ name }) => name !== '_entities')
        .flatMap(({ name, args }) =>
          args.filter(isText).map((one) => coordinateOf('Query', name, one.name)),
        ),
      ...[...keysOf(sdl)].flatMap(([type, fields]) => fields.map((field) => `${type}.${field}`)),
    ];
    expect(undecided(all, meanings)).toEqual([]);
    expect(all.toSorted()).toEqual(Object.keys(meanings).toSorted());
  });

  test('each field of each type is asked for', () => {
    const covered = new Set(probes.flatMap(({ covers }) => covers));
    const all = types.flatMap((type) =>
      Object.keys(type.getFields()).map((field) => `${type.name}.${field}`),
    );
    expect(all.filter((field) => !covered.has(field))).toEqual([]);
    expect(all.length).toBeGreaterThan(100);
  });
});

/** A gateway on a clock of its own, where all that others read of their accounts is fresh. */
async function createWorld(served: readonly string[]) {
  const exchange = createSimulatedExchange({ clock: createManualClock(), accounts });
  const all = credentialsOf(exchange, 'http://exchange.test');
  const harness = createHarness({
    accounts: all.filter(({ id }) => served.includes(id)),
    callers,
    exchange: { accounts },
    maxAgeMs: 60_000,
  });
  /** All that whoever asks can see of an answer, and how long it took. */
  async function ask(
    caller: string,
    { query: text, variables }: Probe,
    account: string,
    explain?: string,
  ) {
    const headers = { ...bearer(caller), ...(explain !== undefined && { 'x-explain': explain }) };
    const before = harness.clock.now();
    const asked = knock(harness.gateway, { query: text, variables: variables(account), headers });
    const answer = await harness.clock.run(asked);
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: JSON.stringify(answer.body),
      tookMs: harness.clock.now() - before,
    };
  }
  return { ...harness, ask };
}

type World = Awaited<ReturnType<typeof createWorld>>;

/** What the exchange says of the samples, of which one is no key, and the graph of all ways to ask for them. */
const ofSamples: ReadonlySet<unknown> = new Set([
  'KEY_REJECTED',
  'ACCOUNT_MODE_UNSUPPORTED',
  'BAD_USER_INPUT',
  // In a plan, which has no rows: what a row is of stands in none of them.
  'UPSTREAM_MALFORMED',
]);
const named = probes.filter(({ names }) => names);
const listed = probes.filter(({ names }) => !names);
const explains = [undefined, 'calls', 'plan'];

/** Whoever may read an account reads all of it: what there is to leak is at hand. */
async function warm({ ask }: World, ids: readonly string[]): Promise<void> {
  for (const probe of named) {
    for (const id of ids) await ask(id === alpha ? 'alpha' : 'bravo', probe, id);
  }
}

describe.each(explains)('with x-explain: %s', (explain) => {
  test.each([
    ['alpha', bravo, alpha],
    ['bravo', alpha, bravo],
    ['none', alpha, null],
    ['none', bravo, null],
  ])('%s is told of %s nothing that a missing one would not have', async (caller, foreign, own) => {
    const [world, twin] = [await createWorld([alpha, bravo]), await createWorld([alpha, bravo])];
    await warm(world, [alpha, bravo]);
    await warm(twin, [alpha, bravo]);
    const before = world.exchange.calls.length;
    for (const probe of named) {
      const seen = await world.ask(caller, probe, foreign, explain);
      const empty = await twin.ask(caller, probe, missing, explain);
      const told = JSON.stringify(seen).replaceAll(foreign, missing);
      expect({ probe: probe.name, told }).toEqual({
        probe: probe.name,
        told: JSON.stringify(empty),
      });
    }
    const made = world.exchange.calls.slice(before).map(({ accountId }) => accountId);
    expect(made.filter((id) => id !== own)).toEqual([]);
  });

  test('beside its own, a router that asks for entities is told of no other either', async () => {
    const [world, twin] = [await createWorld([alpha, bravo]), await createWorld([alpha, bravo])];
    const ofKey = (accountId: string) => ({ __typename: 'AccountCurrency', accountId, ccy: 'BTC' });
    const mixed: Probe = {
      name: 'mixed',
      query:
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on AccountCurrency { id detail { eq } } } }',
      variables: (x) => ({ r: [ofKey(alpha), ofKey(x), ofKey(alpha)] }),
      names: true,
      covers: [],
    };
    const seen = await world.ask('alpha', mixed, bravo, explain);
    const empty = await twin.ask('alpha', mixed, missing, explain);
    expect(JSON.stringify(seen).replaceAll(bravo, missing)).toBe(JSON.stringify(empty));
    expect(seen.body).toContain(alpha);
    expect(world.exchange.calls.filter(({ accountId }) => accountId === bravo)).toEqual([]);
  });

  test.each([
    ['alpha', alpha],
    ['bravo', bravo],
    ['both', alpha],
    ['both', bravo],
  ])('%s is told of %s, which is its own', async (caller, own) => {
    const { ask } = await createWorld([alpha, bravo]);
    for (const probe of named) {
      const { body } = await ask(caller, probe, own, explain);
      const { data: found = {}, errors = [] }: ExecutionResult = JSON.parse(body);
      const codes = errors.map(({ extensions }) => extensions['code']);
      const isThere = Object.values(found ?? {})
        .flat()
        .every((one) => one !== null);
      expect({
        probe: probe.name,
        isThere,
        more: codes.filter((code) => !ofSamples.has(code)),
      }).toEqual({
        probe: probe.name,
        isThere: true,
        more: [],
      });
    }
  });

  test.each([
    ['alpha', [alpha], [bravo]],
    ['bravo', [bravo], [alpha]],
    ['none', [], [alpha, bravo]],
  ])(
    'what %s is told without a name is as if there were no other account',
    async (caller, own, foreign) => {
      const [world, alone] = [await createWorld([alpha, bravo]), await createWorld(own)];
      await warm(world, foreign);
      await alone.clock.advance(world.clock.now() - alone.clock.now());
      for (const probe of listed) {
        const seen = await world.ask(caller, probe, '', explain);
        expect({ probe: probe.name, seen }).toEqual({
          probe: probe.name,
          seen: await alone.ask(caller, probe, '', explain),
        });
        for (const id of foreign) expect(JSON.stringify(seen)).not.toContain(id);
      }
    },
  );
});
