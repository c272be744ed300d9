import { describe, expect, test } from 'vitest';
import { maxAvailSize } from '../../../src/endpoints/max-avail-size/declaration.ts';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import type { Outcome } from '../../../src/exchange/outcome.ts';
import { instruments } from '../../../src/simulator/instruments.ts';
import { createHarness } from '../../support/harness.ts';
import { createLoneAccount } from '../../support/lone-account.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const maxAvail = (instId: readonly string[], more = 'tdMode: CROSS') =>
  `{ account { id maxAvail(instId: ${JSON.stringify(instId)}, ${more}) { instId availBuy } } }`;

describe('what is known of keys', () => {
  /** All is asked for every 20 s, for ten minutes; returns the calls of each time. */
  async function poll(instId: readonly string[]): Promise<readonly number[]> {
    const { query, clock, exchange } = createHarness();
    const calls: number[] = [];
    for (let time = 0; time < 30; time += 1) {
      const before = exchange.calls.length;
      const { errors } = await query(maxAvail(instId, 'tdMode: ISOLATED'));
      const refused = errors?.flatMap(({ extensions }) => extensions?.['keys']);
      expect(new Set(refused)).toEqual(new Set(instId.filter((id) => id.startsWith('NO'))));
      calls.push(exchange.calls.length - before);
      await clock.advance(20_000);
    }
    return calls;
  }
  const listed = [...instruments.keys()];
  const mixed = (good: number, bad: number) => {
    const unknown = Array.from({ length: bad }, (_, index) => `NO-SUCH${index}`);
    return [...listed.slice(0, good), ...unknown].toSorted();
  };

  test('six unknown ones among fifty instruments are searched for once, and cost one call at a time later', async () => {
    const [first, ...later] = await poll(mixed(44, 6));
    expect(first).toBeGreaterThan(15);
    // Nine for the good ones, and now and then one to see whether a refused one is known by now.
    expect(Math.max(...later)).toBe(10);
    expect(Math.min(...later)).toBe(9);
    // Each of the six is asked for again within five minutes, so twice in the ten.
    expect(later.filter((calls) => calls === 10).length).toBeGreaterThanOrEqual(11);
  });

  test('an unknown instrument is not asked for again for two and a half minutes', async () => {
    const { query, clock, counts } = createHarness();
    await query(maxAvail(['NO-SUCH']));
    await clock.advance(149_900);
    expect((await query(maxAvail(['NO-SUCH']))).errors).toHaveLength(1);
    expect(counts()).toEqual({ 'max-avail-size': 1 });
    await clock.advance(100);
    await query(maxAvail(['NO-SUCH']));
    expect(counts()).toEqual({ 'max-avail-size': 2 });
  });

  test('one that is to be asked for again and would have to wait too long is refused as before', async () => {
    const { query, ask, clock } = createHarness();
    await query(maxAvail(['NO-SUCH']));
    await clock.advance(160_000);
    const fields = Array.from(
      { length: 60 },
      (_, px) =>
        `p${px}: maxAvail(instId: ["BTC-USDT"], tdMode: ISOLATED, px: "${px + 1}") { px: instId }`,
    );
    const others = ask(`{ account { ${fields.join(' ')} } }`);
    await clock.advance(500);
    const { errors } = await clock.run(
      ask(maxAvail(['NO-SUCH']), { arrivedAt: clock.now() - 9_000 }),
    );
    expect(errors).toMatchObject([{ extensions: { code: 'KEY_REJECTED', exchangeCode: '51001' } }]);
    await clock.run(others);
  });

  test('one that the exchange takes again is refused to nobody, even if it has no rows of it', async () => {
    const clock = createManualClock();
    let isListed = false;
    const refusal: Outcome = {
      error: new GatewayError('KEY_REJECTED', 'unknown'),
      remedy: 'bisect',
      lastsMs: 300_000,
    };
    const account = createLoneAccount({
      clock,
      call: async () => (isListed ? { rows: [] } : refusal),
    });
    async function isAnswered(): Promise<boolean> {
      const request = account.request();
      const lane = { by: 'instId', key: 'NEW-USDT', params: { tdMode: 'cash' } };
      const isThere = await clock.run(
        request.rows(maxAvailSize, lane).then(
          () => true,
          () => false,
        ),
      );
      request.end();
      await clock.advance(1_000);
      return isThere;
    }
    expect(await isAnswered()).toBe(false);
    isListed = true;
    await clock.advance(160_000);
    expect([await isAnswered(), await isAnswered(), await isAnswered()]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('what is refused for another reason is asked for again after five seconds', async () => {
    const { query, clock, exchange } = createHarness();
    const named = '{ account { maxLoan(instId: ["NO-SUCH"], mgnMode: CROSS) { side } } }';
    exchange.inject({ kind: 'named-refusal', endpoint: 'max-loan', times: 2 });
    await query(named);
    await clock.advance(4_900);
    expect((await query(named)).errors).toHaveLength(1);
    expect(exchange.calls).toHaveLength(1);
    await clock.advance(100);
    await query(named);
    expect(exchange.calls).toHaveLength(2);
  });
});
