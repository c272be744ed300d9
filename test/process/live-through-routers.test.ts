import type { ExecutionResult } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Federation, startFederation } from '../support/federation.ts';
import { readEvents } from '../support/read-events.ts';

const composition = '@apollo/composition';
const query = 'subscription { account(everyMs: 500) { id totalEq orders { id } } }';

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation();
  federation.place([
    { id: '7', account: 'multi-currency', instrument: 'ETH-EUR', currency: 'ETH' },
  ]);
});
afterAll(() => federation.stop());

/** Subscribes at a router, by server-sent events. */
async function subscribe(router: 'apollo.js' | 'hive.js'): Promise<Response> {
  const { url } = await federation.startRouter(router, composition);
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
  });
}

test('`hive.js` passes a subscription on, with what other services have of its account, and its end', async () => {
  const exchange = federation.renew({ moving: true });
  const { results, leave } = readEvents<ExecutionResult>(await subscribe('hive.js'));
  await expect.poll(() => results.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
  const account = { id: 'multi-currency', totalEq: expect.any(String), orders: [{ id: '7' }] };
  expect(results).toMatchObject(results.map(() => ({ data: { account } })));
  const answers = results.map(({ data }) => JSON.stringify(data));
  expect(new Set(answers).size).toBe(answers.length);
  expect(federation.requests).toHaveLength(1);
  await leave();
  // Nothing is asked any more soon after, for twice as long as a look takes its turn.
  await expect
    .poll(
      async () => {
        const before = exchange.calls.length;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        return exchange.calls.length - before;
      },
      { timeout: 10_000 },
    )
    .toBe(0);
});

test('`apollo.js` has none to pass on', async () => {
  federation.renew();
  const ask = await federation.startRouter('apollo.js', composition);
  const { data, errors } = await ask(query);
  expect(data).toBeUndefined();
  expect(errors?.map(({ message }) => message).join()).toMatch(/subscription/i);
  expect(federation.requests).toEqual([]);
});
