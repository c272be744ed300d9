import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';
import { busiestWindow } from '../../support/windows.ts';

const seconds = 12;
const query = `query ($px: Decimal) {
  account { maxAvail(instId: ["BTC-USDT"], tdMode: ISOLATED, px: $px) { availBuy } }
}`;

/** Ten times as many calls as the limit allows. */
const perSecond = 100;

/** The first calls of a load are spread over a window that nobody can foretell; by then they are over. */
const steadyAfterMs = 5_000;

interface Stay {
  readonly cameAt: number;
  readonly tookMs: number;
  readonly code: unknown;
  readonly retryAfterMs: unknown;
}

/** Queries of which no two can share a call, each with how long it took and the code of its error. */
async function overload(maxWaitMs: number, latencyMs: number) {
  const { ask, clock, exchange } = createHarness({
    exchange: { network: { back: [latencyMs, latencyMs] } },
    maxWaitMs,
  });
  const begin = clock.now();
  const stays: Promise<Stay>[] = [];
  async function stay(px: number): Promise<Stay> {
    const start = clock.now();
    const { errors } = await ask(query, { variables: { px: `${px}` } });
    const { code, retryAfterMs } = errors?.[0]?.extensions ?? {};
    return { cameAt: start - begin, tookMs: clock.now() - start, code, retryAfterMs };
  }
  for (let index = 1; index <= perSecond * seconds; index += 1) {
    clock.after((index * 1_000) / perSecond, () => void stays.push(stay(index)));
  }
  await clock.advance(seconds * 1_000 + 15_000);
  const all = await Promise.all(stays);
  const answered = all.filter(({ code }) => code === undefined);
  const steady = answered.filter(({ cameAt }) => cameAt > steadyAfterMs);
  const waits = steady.map(({ tookMs }) => tookMs).toSorted((one, other) => one - other);
  return {
    answered: answered.length,
    p50: waits[Math.floor(waits.length / 2)] ?? NaN,
    longest: waits.at(-1) ?? NaN,
    refused: all.filter(({ code }) => code !== undefined),
    busiest: busiestWindow(exchange.calls, 'max-avail-size', 2_000),
  };
}

describe('at ten times the limit', () => {
  test.each([20, 400])(
    'with calls of %d ms nobody waits much longer than allowed, and as many are answered',
    async (latencyMs) => {
      const short = await overload(3_000, latencyMs);
      const long = await overload(9_000, latencyMs);

      expect(short.p50).toBeLessThan(3_200 + latencyMs);
      expect(short.longest).toBeLessThan(3_600 + latencyMs);
      expect(long.p50).toBeGreaterThan(8_000);
      expect(short.busiest).toBeLessThanOrEqual(20);
      // What waits when the last one has come is answered, too: more of it with more patience.
      const leases = ((long.p50 - short.p50) * 20) / (2_000 + latencyMs);
      expect(short.answered).toBeGreaterThan(0.97 * (long.answered - leases));
      for (const { code, tookMs, retryAfterMs } of [...short.refused, ...long.refused]) {
        expect({ code, tookMs }).toEqual({ code: 'BUDGET_EXHAUSTED', tookMs: 0 });
        expect(retryAfterMs).toBeGreaterThan(3_000);
      }
    },
  );
});
