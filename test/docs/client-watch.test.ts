import { describe, expect, test } from 'vitest';
import { as, callerNamed } from '../support/callers.ts';
import { startWatching, type Way } from '../support/client-watching.ts';
import { createHarness } from '../support/harness.ts';
import { createManualClock } from '../support/manual-clock.ts';

type HarnessOptions = Parameters<typeof createHarness>[0];

/** A gateway whose figures change every second, and the way to it. */
function startGateway(options: HarnessOptions = {}) {
  const harness = createHarness({ exchange: { moving: true }, ...options });
  const way: Way = async (url, init) => harness.gateway.handler.fetch(url, init);
  return { ...harness, way };
}

const unreachable: Way = async () => {
  throw new TypeError('fetch failed');
};

const total = { data: { account: { totalEq: expect.any(String) } } };

describe('watch of the client package', () => {
  test('gives figures as they change, over one connection', async () => {
    const { clock, way } = startGateway();
    const { results, waits, connections, pass } = startWatching({ clock, way: () => way });
    await pass(5_000);
    expect(results.length).toBeGreaterThanOrEqual(4);
    expect(results).toMatchObject(results.map(() => total));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(results.length);
    expect([waits, connections()]).toEqual([[], 1]);
  });

  test('goes on with another gateway when one ends the connection', async () => {
    const clock = createManualClock();
    const [ending, next] = [startGateway({ clock }), startGateway({ clock })];
    let { way } = ending;
    const watching = startWatching({ clock, way: () => way });
    await watching.pass(2_000);
    ({ way } = next);
    ending.gateway.endSubscriptions();
    await watching.pass(250);
    expect(watching.waits).toEqual([[1_000, 'The gateway has ended the connection.']]);
    const before = watching.results.length;
    await watching.pass(3_000);
    expect(watching.results.length).toBeGreaterThan(before);
    expect([watching.connections(), watching.ends]).toEqual([2, []]);
  });

  test('waits longer each time that it cannot be reached, and not for long when it held', async () => {
    const { clock, way, gateway } = startGateway();
    let reached: Way = unreachable;
    const { waits, results, pass } = startWatching({ clock, way: () => reached });
    await pass(90_000);
    const tried = [1, 2, 4, 8, 16, 30, 30].map((s) => [s * 1_000, 'fetch failed']);
    expect(waits).toEqual(tried);
    reached = way;
    await pass(40_000);
    expect(results.length).toBeGreaterThan(8);
    gateway.endSubscriptions();
    await pass(250);
    expect(waits.slice(tried.length)).toEqual([[1_000, 'The gateway has ended the connection.']]);
  });

  test('takes a connection on which nothing is heard for 30 s for a broken one', async () => {
    const { clock, way } = startGateway();
    const quiet: Way = async (_url, { signal } = {}) => {
      const body = new ReadableStream({
        start(controller) {
          signal?.addEventListener('abort', () => controller.error(signal.reason));
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    };
    let reached = quiet;
    const { waits, results, pass } = startWatching({ clock, way: () => reached });
    await pass(29_750);
    expect(waits).toEqual([]);
    reached = way;
    await pass(3_000);
    expect(waits).toEqual([[1_000, 'Nothing was heard of the gateway.']]);
    expect(results.length).toBeGreaterThan(0);
  });

  test('ends where asking again changes nothing, and says why', async () => {
    for (const [query, code] of [
      ['subscription { account { nope } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { account(id: "nobody") { totalEq } }', 'ACCOUNT_NOT_FOUND'],
      ['subscription { account(everyMs: 1) { totalEq } }', 'BAD_USER_INPUT'],
    ] as const) {
      const { clock, way } = startGateway();
      const watching = startWatching({ query, clock, way: () => way });
      await watching.pass(60_000);
      expect(watching.results).toMatchObject([{ errors: [{ extensions: { code } }] }]);
      expect([watching.ends, watching.waits, watching.connections()]).toEqual([
        ['complete'],
        [],
        1,
      ]);
    }
  });

  test('asks again where others have to leave first, without a word to the page', async () => {
    const { clock, way, subscribe } = startGateway({ maxSubscriptions: 1 });
    const other = await subscribe('subscription { account { uTime } }');
    const { waits, results, pass } = startWatching({ clock, way: () => way });
    await pass(2_000);
    expect(waits[0]?.[1]).toMatch(/no more than that are given to one caller/);
    expect(results).toEqual([]);
    await other.leave();
    await pass(10_000);
    expect(results).toContainEqual(expect.objectContaining(total));
  });

  test('is over at once for who has stopped it', async () => {
    const { clock, way, counts } = startGateway();
    const { ends, results, connections, pass, stop } = startWatching({ clock, way: () => way });
    await pass(2_000);
    stop();
    const before = [results.length, counts()];
    await pass(60_000);
    expect([results.length, counts()]).toEqual(before);
    expect([ends, connections()]).toEqual([[], 1]);
  });

  test('is refused by a proxy for good, or for as long as nothing is behind it', async () => {
    const answering =
      (status: number): Way =>
      async () =>
        new Response('<h1>…</h1>', { status, headers: { 'content-type': 'text/html' } });
    const { clock, way } = startGateway();
    const closed = startWatching({ clock, way: () => answering(403) });
    await closed.pass(60_000);
    expect(closed.ends).toEqual(['The subscription was refused: 403.']);
    expect(closed.connections()).toBe(1);
    let reached = answering(502);
    const empty = startWatching({ clock, way: () => reached });
    await empty.pass(250);
    reached = way;
    await empty.pass(3_000);
    expect(empty.waits).toEqual([[1_000, '502']]);
    expect(empty.results.length).toBeGreaterThan(0);
  });
});

describe('watch, where the gateway knows its callers', () => {
  const callers = [callerNamed('first'), callerNamed('second')];

  test('ends when the token is refused, and asks no more', async () => {
    const { clock, way } = startGateway({ callers });
    const watching = startWatching({ clock, way: () => way, headers: () => as('nobody') });
    await watching.pass(60_000);
    expect(watching.results).toMatchObject([
      { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
    expect([watching.ends, watching.connections()]).toEqual([['complete'], 1]);
  });

  test('goes on by itself with the token that takes the place of one that ends', async () => {
    const { clock, way, gateway } = startGateway({ callers });
    let token = 'first';
    const watching = startWatching({ clock, way: () => way, headers: () => as(token) });
    await watching.pass(2_000);
    token = 'second';
    gateway.replaceCallers({ callers: callers.slice(1), jwt: null });
    await watching.pass(1_000);
    const before = watching.results.length;
    await watching.pass(3_000);
    expect(watching.results.length).toBeGreaterThan(before);
    expect(watching.results).toMatchObject(watching.results.map(() => total));
    expect([watching.ends, watching.connections()]).toEqual([[], 2]);
  });

  test('ends while it watches when the token is taken away', async () => {
    const { clock, way, gateway } = startGateway({ callers });
    const watching = startWatching({ clock, way: () => way, headers: () => as('first') });
    await watching.pass(2_000);
    gateway.replaceCallers({ callers: callers.slice(1), jwt: null });
    await watching.pass(60_000);
    expect(watching.results.at(-1)).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect([watching.ends, watching.connections()]).toEqual([['complete'], 1]);
  });
});
