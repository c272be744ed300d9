import jsonPatch, { type Operation } from 'fast-json-patch';
import { expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

const wide = 'subscription { account { totalEq details { ccy eq eqUsd cashBal availEq } } }';
const headers = { 'x-live': 'patch' };

test('on request, what has changed comes as a patch of the result before', async () => {
  const { clock, subscribe } = createHarness({ exchange: { moving: true } });
  const whole = await subscribe(wide);
  const patched = await subscribe(wide, { headers });
  await clock.advance(5_000);
  const [first, ...changes]: readonly (object & { patch?: readonly Operation[] })[] =
    patched.results;
  expect(changes.length).toBeGreaterThan(3);
  let document: unknown = structuredClone(first);
  const inTurn = [document];
  for (const { patch } of changes) {
    expect(patch).not.toEqual([]);
    document = jsonPatch.applyPatch(structuredClone(document), patch ?? []).newDocument;
    inTurn.push(document);
  }
  expect(inTurn).toEqual(whole.results.slice(-inTurn.length));
  expect(JSON.stringify(changes).length).toBeLessThan(JSON.stringify(inTurn.slice(1)).length);
});

test('a result of which nothing is left comes whole', async () => {
  const { clock, exchange, subscribe } = createHarness();
  const { results } = await subscribe('subscription { account { totalEq } }', { headers });
  exchange.inject({ kind: 'foreign-address' });
  await clock.advance(2_000);
  expect(results).toHaveLength(2);
  expect(results[1]).toMatchObject({ data: { account: { totalEq: null } } });
});

test('what it could mean otherwise is refused', async () => {
  const { subscribe } = createHarness();
  const { results } = await subscribe(wide, { headers: { 'x-live': 'diff' } });
  expect(results).toEqual([
    { errors: [expect.objectContaining({ message: 'x-live must be `patch`, or not be there.' })] },
  ]);
});
