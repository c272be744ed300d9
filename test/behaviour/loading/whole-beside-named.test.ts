import { expect, test } from 'vitest';
import { balance } from '../../../src/endpoints/balance/declaration.ts';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import type { Call } from '../../../src/exchange/client.ts';
import type { Outcome } from '../../../src/exchange/outcome.ts';
import type { CallRequest } from '../../../src/exchange/request.ts';
import { createHarness } from '../../support/harness.ts';
import { createLoneAccount } from '../../support/lone-account.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const down = new GatewayError('UPSTREAM_UNAVAILABLE', 'down');
const btc = { by: 'ccy', key: 'BTC' };

/** An account whose calls take as long as the test says, and are answered as it says. */
function createAccount(
  answer: (request: CallRequest, attempt: number) => Outcome,
  tookMs: number[],
) {
  const clock = createManualClock();
  const calls: CallRequest[] = [];
  const call: Call = async (request) => {
    const attempt = calls.push(request);
    const took = tookMs[attempt - 1] ?? 20;
    await new Promise<void>((resolve) => clock.after(took, resolve));
    return answer(request, attempt);
  };
  return { clock, calls, request: createLoneAccount({ clock, call }).request };
}

function rowsOf({ keys }: CallRequest): Outcome {
  const stamp = { accountId: 'a', params: '', asOf: new Date(0) };
  const details = (keys?.values ?? []).map((ccy) => ({ ...stamp, ccy }));
  return { rows: [{ ...stamp, details }] };
}

test('named currencies beside whole accounts are answered, however fast the queries come', async () => {
  const { ask, clock } = createHarness({
    exchange: { network: { out: [150, 150], back: [150, 150] } },
  });
  const queries: ReturnType<typeof ask>[] = [];
  const tookMs: number[] = [];
  const begin = clock.now();
  for (let at = 0; at < 12_000; at += 100) {
    const headers = at % 300 === 0 ? { 'cache-control': 'no-cache' } : {};
    clock.after(at, () => {
      const query = ask('{ account { totalEq details(ccy: ["BTC", "MANA"]) { ccy } } }', {
        headers,
      });
      queries.push(query);
      void query.then(() => tookMs.push(clock.now() - begin - at));
    });
  }
  await clock.advance(25_000);
  const failed = (await Promise.all(queries)).filter(({ errors }) => errors);
  expect(queries).toHaveLength(120);
  // The time of a call, and two of the slots in which a named one takes its turn with a whole one.
  expect(Math.max(...tookMs)).toBeLessThan(1_500);
  expect(
    failed.map(({ errors }) =>
      errors?.map(({ path, extensions }) => JSON.stringify([path, extensions])),
    ),
  ).toEqual([]);
});

test('whole calls that fail do not hold up what can be asked for by name', async () => {
  const answer = (request: CallRequest): Outcome =>
    request.keys ? rowsOf(request) : { error: down, remedy: 'retry' };
  const { clock, request } = createAccount(answer, []);
  for (let at = 0; at < 3_000; at += 100) {
    clock.after(
      at,
      () =>
        void request(0)
          .whole(balance)
          .catch(() => {}),
    );
  }
  await clock.advance(1_000);
  const start = clock.now();
  const rows = await clock.run(request(0).rows(balance, btc));
  expect(rows).toMatchObject([{ ccy: 'BTC' }]);
  expect(clock.now() - start).toBeLessThan(1_500);
});

test('a key under a slow call is not lost when a younger call for it is answered and swept first', async () => {
  const answer = (ask: CallRequest, attempt: number): Outcome =>
    attempt === 1 ? { error: down, remedy: 'retry' } : rowsOf(ask);
  const { clock, calls, request } = createAccount(answer, [3_000]);
  const slow = request(200).rows(balance, btc);
  await clock.advance(300);
  await clock.run(request(200).rows(balance, btc));
  await clock.advance(3_500);
  expect(await clock.run(slow)).toMatchObject([{ ccy: 'BTC' }]);
  expect(calls).toHaveLength(3);
});

test('a wrong clock found after another fault is still set right', async () => {
  const answer = (ask: CallRequest, attempt: number): Outcome => {
    if (attempt === 1) return { error: down, remedy: 'retry' };
    return attempt === 2 ? { error: down, remedy: 'once-more' } : rowsOf(ask);
  };
  const { clock, request } = createAccount(answer, []);
  expect(await clock.run(request(0).rows(balance, btc))).toMatchObject([{ ccy: 'BTC' }]);
});
