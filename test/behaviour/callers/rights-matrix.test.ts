import type { ExecutionResult } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type Probe, probesOf } from '../../support/rights-probes.ts';
import { alpha, askForSdl, bravo, createRightsWorld, missing } from '../../support/rights-world.ts';

const probes = probesOf(await askForSdl());

type World = Awaited<ReturnType<typeof createRightsWorld>>;

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
const explains = [undefined, 'calls', 'cost', 'nulls', 'plan'];

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
    const [world, twin] = [
      await createRightsWorld([alpha, bravo]),
      await createRightsWorld([alpha, bravo]),
    ];
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
    const [world, twin] = [
      await createRightsWorld([alpha, bravo]),
      await createRightsWorld([alpha, bravo]),
    ];
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
    const { ask } = await createRightsWorld([alpha, bravo]);
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
      const [world, alone] = [
        await createRightsWorld([alpha, bravo]),
        await createRightsWorld(own),
      ];
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
