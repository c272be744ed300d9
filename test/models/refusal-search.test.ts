import fc from 'fast-check';
import { describe, test } from 'vitest';
import { currency, defineEndpoint, defineObject, instrument } from '../../src/endpoints/declare.ts';
import { instrumentKind } from '../../src/endpoints/instrument-kind.ts';
import type { Call } from '../../src/exchange/client.ts';
import { leavingBy } from '../../src/loading/patience.ts';
import { type Loading, loadLoading } from '../support/loading-world.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { type SeededBug, testSeededBugs } from '../support/seeded-bugs.ts';

const runs = { seed: 20_261_125, numRuns: 2_000 };
const loading = await loadLoading(new URL('../../src/', import.meta.url));

const Thing = defineObject('Thing', {
  description: '',
  fields: { ccy: currency(''), instId: instrument('') },
});
const endpointOf = (max: number) =>
  defineEndpoint({
    name: 'thing',
    path: '/thing',
    description: '',
    // Enough calls for the longest search: this is not about waiting.
    limit: { calls: 1_000, windowMs: 2_000 },
    keys: { ccy: { max }, instId: { max } },
    params: {},
    row: Thing,
  });

const kinds = ['', '-SWAP', '-261225', '-261225-9-C'];
interface Key {
  readonly id: string;
  readonly isBad: boolean;
}

const lane = fc
  .record({
    by: fc.constantFrom('ccy', 'instId'),
    max: fc.constantFrom(1, 3, 5, 8, 20),
    /** Of each key: its lot when the exchange picks those that it refuses, whether it was asked for before, its kind. */
    keys: fc.array(
      fc.record({ luck: fc.nat(99), isKnown: fc.boolean(), kind: fc.nat(kinds.length - 1) }),
      { minLength: 1, maxLength: 20, size: 'max' },
    ),
    badPercent: fc.constantFrom(3, 10, 50, 100),
    isNamed: fc.boolean(),
  })
  .map(({ keys, by, badPercent, ...rest }) => ({
    ...rest,
    by,
    keys: keys.map(({ kind, luck, isKnown }, index) => ({
      isKnown,
      isBad: luck < badPercent,
      id: by === 'ccy' ? `K${index}` : `K${index}-USD${kinds[kind]}`,
    })),
  }));

/** The most calls that one batch takes: of a tree in which each refused call has at least two children. */
function maxCalls(batch: readonly Key[], isNamed: boolean, mixed: boolean): number {
  const bad = batch.filter(({ isBad }) => isBad).length;
  if (isNamed) return 1 + bad;
  const kindsOfBatch = new Set(batch.map(({ id }) => instrumentKind(id))).size;
  const halvings = Math.max(0, Math.ceil(Math.log2(batch.length / 5)));
  const forEachBad = (kindsOfBatch > 1 ? kindsOfBatch : 0) + (mixed ? 2 : 0) + 2 * halvings + 5;
  return Math.min(2 * batch.length - 1, 1 + bad * forEachBad);
}

/** Holds for a search that blames those keys that the exchange refuses and no others, in a bounded number of calls. */
function searchProperty(code: Loading) {
  return fc.asyncProperty(lane, async ({ by, max, keys, isNamed }) => {
    const clock = createManualClock();
    const bad = new Set(keys.filter(({ isBad }) => isBad).map(({ id }) => id));
    let calls = 0;
    const call: Call = async ({ keys: asked }) => {
      calls += 1;
      // A search without end is one with too many calls.
      if (calls > 100)
        return {
          error: new code.GatewayError('UPSTREAM_UNAVAILABLE', 'enough'),
          remedy: 'give-up',
        };
      const values = asked?.values ?? [];
      const culprit = values.find((id) => bad.has(id));
      if (culprit !== undefined) {
        const error = new code.GatewayError('KEY_REJECTED', 'refused');
        return { error, remedy: 'bisect', ...(isNamed && { keys: [culprit] }) };
      }
      const stamp = { accountId: 'a', params: '', asOf: new Date(0) };
      return { rows: values.map((id) => ({ ...stamp, [by]: id })) };
    };
    const account = code.createAccountLoader({
      accountId: 'a',
      call,
      clock,
      random: () => 0.5,
      keepMs: 0,
    });
    const endpoint = endpointOf(max);

    async function ask(ids: readonly string[]): Promise<void> {
      const limits = { deadlineMs: 10_000, maxWaitMs: 10_000, maxAgeMs: 0 };
      const patience = code.createPatience(limits, leavingBy(new AbortController().signal), clock);
      const loader = code.createRequestLoader(new Map([['a', account]]), patience);
      const answers = ids.map(async (id) => {
        const wrong = `${id} ${bad.has(id) ? 'answered' : 'blamed'}`;
        return loader.rows('a', endpoint, { by, params: {} }, id).then(
          ([row]) => (row?.[by as 'ccy'] === id && !bad.has(id) ? [] : [wrong]),
          (error: unknown) => {
            const { keys: named } = (error as InstanceType<typeof code.GatewayError>).extensions;
            return bad.has(id) && named?.join() === id ? [] : [wrong];
          },
        );
      });
      const wrong = (await clock.run(Promise.all(answers))).flat();
      if (wrong.length > 0) throw new Error(wrong.join('; '));
      patience.end();
    }

    // Those that are known before are good: what is refused is not asked for again.
    const proven = keys.filter(({ isBad, isKnown }) => isKnown && !isBad).map(({ id }) => id);
    if (proven.length > 0) await ask(proven);
    await clock.advance(2_000);
    calls = 0;
    await ask(keys.map(({ id }) => id));

    let enough = 0;
    for (let at = 0; at < keys.length; at += max) {
      enough += maxCalls(keys.slice(at, at + max), isNamed, proven.length > 0);
    }
    if (calls > enough) throw new Error(`${calls} calls where ${enough} are enough`);
  });
}

test('of up to twenty keys those that the exchange refuses are found, in few calls, whether it names them or not', async () => {
  await fc.assert(searchProperty(loading), runs);
});

const bugs: readonly Omit<SeededBug, 'file'>[] = [
  {
    claim: 'the second half is forgotten',
    complaint: /Nothing is due|blamed/,
    edits: [['asks.slice(0, middle), asks.slice(middle)', 'asks.slice(0, middle)']],
  },
  {
    claim: 'a whole half is blamed',
    complaint: /blamed/,
    edits: [['if (asks.length === 1 ||', 'if (asks.length <= 10 ||']],
  },
  {
    claim: 'all are asked for one by one',
    complaint: /are enough/,
    edits: [['asks.length <= fewKeys', 'asks.length <= 20']],
  },
  {
    claim: 'only the named key is asked for again',
    complaint: /answered|blamed|Nothing is due/,
    edits: [['return verdict(named, others)', 'return verdict(others, named)']],
  },
  {
    claim: 'one of another kind is blamed for all',
    complaint: /blamed|are enough/,
    edits: [
      [
        'if (kinds.size > 1) return verdict([], ...kinds.values());',
        'if (kinds.size > 1) return verdict(asks);',
      ],
    ],
  },
];

describe('the property fails when', () => {
  testSeededBugs(
    bugs.map((bug) => ({ ...bug, file: 'loading/faults/bisect.ts' })),
    { propertyOf: async (src) => searchProperty(await loadLoading(src)), runs },
  );
});
