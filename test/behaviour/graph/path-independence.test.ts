import fc from 'fast-check';
import type { ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';
import { asCachesAsk } from '../../support/normalized-cache.ts';

const accountIds = ['multi-currency', 'spot', 'futures', 'portfolio'] as const;
// Held by all, by some, by none.
const ccys = ['BTC', 'ETH', 'EUR', 'DOGE', 'NOPE'] as const;
const instIds = ['BTC-USDT', 'ETH-USDT', 'BTC-USDT-SWAP', 'NO-SUCH'] as const;

type Selection = fc.Arbitrary<string>;

const written = (ids: readonly string[]): string => JSON.stringify(ids);
const keysOf = (all: readonly string[]) =>
  fc.subarray([...all], { minLength: 1, maxLength: 3 }).map(written);
const oneOf = (all: readonly string[]) => fc.constantFrom(...all).map((one) => JSON.stringify(one));

/** An object with its id, some of its fields, and, so deep, some of what it leads to. */
const objectOf = (fields: readonly string[], depth: number, ...edges: readonly Selection[]) =>
  fc
    .tuple(
      fc.subarray([...fields]),
      depth > 0 && edges.length > 0
        ? fc.array(fc.oneof(...edges), { maxLength: 2 })
        : fc.constant([]),
    )
    .map(([some, inner]) => `{ id ${some.join(' ')} ${inner.join(' ')} }`);

/** A field that takes arguments, with a selection below it. */
const field = (name: string, args: readonly Selection[], inner: Selection): Selection =>
  fc.tuple(fc.tuple(...args), inner).map(([given, selected]) => {
    const list = given.filter(Boolean);
    return `${name}${list.length > 0 ? `(${list.join(', ')})` : ''} ${selected}`;
  });
const arg = (name: string, value: Selection): Selection => value.map((text) => `${name}: ${text}`);
const maybe = (given: Selection): Selection => fc.oneof(given, fc.constant(''));

const tdMode = arg('tdMode', fc.constantFrom('CASH', 'CROSS', 'ISOLATED'));
const mgnMode = arg('mgnMode', fc.constantFrom('CROSS', 'ISOLATED'));
const reduceOnly = maybe(arg('reduceOnly', fc.constantFrom('true', 'false')));
const px = maybe(arg('px', fc.constantFrom('"0.50"', '0.5', '"70000"')));
const mgnCcy = maybe(arg('mgnCcy', fc.constantFrom('"USDT"', '"usdt"', '"BTC"')));
const forAccount = arg('accountId', oneOf(accountIds));

const loan = objectOf(['instId', 'ccy', 'side', 'mgnMode', 'mgnCcy', 'maxLoan'], 0);
const withdrawal = objectOf(['ccy', 'maxWd', 'maxWdEx'], 0);
const avail = (depth: number): Selection =>
  objectOf(
    ['instId', 'availBuy', 'availSell'],
    depth,
    field('instrument', [], instrument(depth - 1)),
  );
const detail = (depth: number): Selection =>
  objectOf(
    ['ccy', 'eq', 'cashBal', 'upl', 'uTime', 'colRes'],
    depth,
    field('currency', [], currency(depth - 1)),
    field('maxWithdrawal', [], withdrawal),
    field('maxLoans', [mgnMode], loan),
  );
const instrument = (depth: number): Selection =>
  depth < 0
    ? fc.constant('{ id instId }')
    : objectOf(['instId'], depth, field('forAccount', [forAccount], accountInstrument(depth - 1)));
const accountInstrument = (depth: number): Selection =>
  objectOf(
    ['accountId', 'instId', 'instrument { id instId }'],
    depth + 1,
    field('maxAvail', [tdMode, reduceOnly, px], avail(depth)),
    field('maxLoan', [mgnMode, mgnCcy], loan),
  );
const currency = (depth: number): Selection =>
  depth < 0
    ? fc.constant('{ id ccy }')
    : objectOf(['ccy'], depth, field('forAccount', [forAccount], accountCurrency(depth - 1)));
const accountCurrency = (depth: number): Selection =>
  objectOf(
    ['accountId', 'ccy', 'currency { id ccy }'],
    depth + 1,
    field('detail', [], detail(depth)),
    field('maxWithdrawal', [], withdrawal),
    field('maxLoans', [mgnMode], loan),
  );
const account = objectOf(
  ['totalEq', 'upl', 'uTime'],
  1,
  field('details', [maybe(arg('ccy', keysOf(ccys)))], detail(2)),
  field('maxWithdrawal', [maybe(arg('ccy', keysOf(ccys)))], withdrawal),
  field('maxAvail', [arg('instId', keysOf(instIds)), tdMode, reduceOnly, px], avail(2)),
  field('maxLoan', [arg('instId', keysOf(instIds)), mgnMode, mgnCcy], loan),
  field('maxLoan', [arg('ccy', oneOf(ccys)), mgnMode], loan),
);

/** What a router asks for, by its key. */
const entity = (
  type: string,
  keys: Readonly<Record<string, readonly string[]>>,
  inner: Selection,
): Selection =>
  fc.tuple(...Object.entries(keys).map(([name, values]) => arg(name, oneOf(values)))).chain((key) =>
    field(
      '_entities',
      [
        fc.constant(
          `representations: [{ __typename: ${JSON.stringify(type)}, ${key.join(', ')} }]`,
        ),
      ],
      inner.map((selected) => `{ ... on ${type} ${selected} }`),
    ),
  );

/** The ways into the graph. */
const query = fc
  .array(
    fc.oneof(
      field('accounts', [], account),
      field('account', [maybe(arg('id', oneOf(accountIds)))], account),
      entity('Account', { id: accountIds }, account),
      entity('Instrument', { instId: instIds }, instrument(2)),
      entity('Currency', { ccy: ccys }, currency(2)),
      entity('AccountInstrument', { accountId: accountIds, instId: instIds }, accountInstrument(1)),
      entity('AccountCurrency', { accountId: accountIds, ccy: ccys }, accountCurrency(1)),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((ways) => `{ ${ways.join(' ')} }`);

interface Saying {
  readonly values: Set<string>;
  places: number;
}

/** What is said of each field of each object, an error being one of the things that can be said. */
function sayingsOf(answers: readonly ExecutionResult[]): ReadonlyMap<string, Saying> {
  const sayings = new Map<string, Saying>();

  function normalize(value: unknown, path: string, failed: ReadonlyMap<string, unknown>): unknown {
    if (failed.has(path)) return { failed: failed.get(path) };
    if (typeof value !== 'object' || value === null) return value;
    const inner = Object.entries(value).map(
      ([name, one]) => [name, normalize(one, `${path}.${name}`, failed)] as const,
    );
    if (Array.isArray(value)) return inner.map(([, one]) => one);
    if (!('id' in value && '__typename' in value)) return Object.fromEntries(inner);
    const object = JSON.stringify([value['__typename'], value.id]);
    for (const [name, one] of inner) {
      const saying = sayings.get(`${object} ${name}`) ?? { values: new Set(), places: 0 };
      saying.values.add(JSON.stringify(one));
      saying.places += 1;
      sayings.set(`${object} ${name}`, saying);
    }
    return object;
  }

  for (const { data, errors = [] } of answers) {
    const failed = new Map(
      errors.map(({ path = [], extensions }) => [['', ...path].join('.'), extensions['code']]),
    );
    normalize(data, '', failed);
  }
  return sayings;
}

test('whatever two places say of the same field of an object of the same type and id is equal', async () => {
  let saidTwice = 0;
  await fc.assert(
    fc.asyncProperty(query, query, async (one, other) => {
      const { query: ask, clock } = createHarness();
      const first = await ask(asCachesAsk(one));
      await clock.advance(2_000);
      const answers = [first, await ask(asCachesAsk(other))];
      const codes = answers.flatMap(({ errors = [] }) =>
        errors.map(({ extensions }) => extensions['code']),
      );
      expect(codes).not.toContain('GRAPHQL_VALIDATION_FAILED');
      expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
      // What had to wait for too long says nothing of the graph.
      fc.pre(!codes.includes('BUDGET_EXHAUSTED'));
      const sayings = [...sayingsOf(answers)];
      saidTwice += sayings.filter(([, { places }]) => places > 1).length;
      expect(sayings.filter(([, { values }]) => values.size > 1)).toEqual([]);
    }),
    { numRuns: 150 },
  );
  expect(saidTwice).toBeGreaterThan(300);
});
