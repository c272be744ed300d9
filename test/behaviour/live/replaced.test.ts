import type { ExecutionResult } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { createGateway } from '../../../src/server/gateway.ts';
import { as, callerNamed } from '../../support/callers.ts';
import { createHarness } from '../../support/harness.ts';

type Served = ReturnType<ReturnType<typeof createGateway>['standing']['accounts']>;

const totalEq = 'subscription { account(id: "watched", everyMs: 60000) { totalEq } }';

/** Two accounts, of which one is served as `watched`, and how to have the other one served so instead. */
function harness(options: Parameters<typeof createHarness>[0] = {}) {
  const made = createHarness(options);
  const [one, other] = made.gateway.standing.accounts();
  const serve = (account: Served[number] | undefined) =>
    made.gateway.replaceAccounts(account ? [{ ...account, id: 'watched' }] : []);
  serve(one);
  return {
    ...made,
    replace: () => serve(other),
    async told() {
      const { data }: ExecutionResult = await made.query('{ account(id: "watched") { totalEq } }');
      return data;
    },
  };
}

describe('an account that another one has taken the id of', () => {
  test('is not told of to who comes a moment later', async () => {
    const { subscribe, replace, told } = harness();
    const before = await subscribe(totalEq);
    replace();
    const { results } = await subscribe(totalEq);
    const present = await told();
    expect(results).toEqual([{ data: present }]);
    expect(before.results).toEqual([expect.not.objectContaining({ data: present }), ...results]);
  });

  test('is not told of to who comes while it is still being looked at', async () => {
    const { clock, exchange, subscribe, replace, told } = harness();
    exchange.inject({ kind: 'slow', delayMs: 4_000, times: 1 });
    const before = await subscribe(totalEq);
    replace();
    const present = await told();
    const { results } = await subscribe(totalEq);
    await clock.advance(10_000);
    expect(results).toEqual([{ data: present }]);
    expect(before.results).toEqual(results);
  });

  test('is not told of where calls are too scarce for the other one', async () => {
    const { clock, exchange, subscribe, replace } = harness({ maxAgeMs: 0 });
    const { results } = await subscribe(totalEq.replace('60000', '1000'));
    exchange.inject({ kind: 'rate-limited' });
    replace();
    await clock.advance(10_000);
    expect(results.slice(1)).toEqual([
      expect.objectContaining({ data: { account: { totalEq: null } } }),
    ]);
  });
});

test('a document that is taken away is answered no more', async () => {
  const { clock, gateway, subscribe } = createHarness({ operations: 'persisted' });
  const text = 'subscription { account { totalEq } }';
  gateway.documents.replace([{ file: 'page.json', entries: [{ id: 'total', name: null, text }] }]);
  const { results, isComplete } = await subscribe(text);
  await clock.advance(2_000);
  expect(isComplete()).toBe(false);
  gateway.documents.replace([]);
  await clock.advance(1_000);
  expect(results.slice(1)).toEqual([
    { errors: [expect.objectContaining({ extensions: { code: 'FORBIDDEN' } })] },
  ]);
  expect(isComplete()).toBe(true);
});

test('who has another weight by now is told to ask again', async () => {
  const { clock, gateway, subscribe } = createHarness({
    callers: [callerNamed('one', { weight: 100 })],
  });
  const { isComplete } = await subscribe('subscription { account { totalEq } }', {
    headers: as('one'),
  });
  gateway.replaceCallers({ callers: [callerNamed('one', { weight: 1 })], jwt: null });
  await clock.advance(1);
  expect(isComplete()).toBe(true);
});
