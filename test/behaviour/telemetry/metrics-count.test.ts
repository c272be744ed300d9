import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SimulatedCall } from '../../../src/simulator/exchange.ts';
import type { FaultKind } from '../../../src/simulator/faults.ts';
import { createMeasured } from '../../support/measured.ts';
import type { Sample } from '../../support/prometheus-text.ts';

const accountIds = ['multi-currency', 'spot', 'futures', 'portfolio'];
const parts = [
  'totalEq',
  'details(ccy: ["BTC", "ETH", "USDT"]) { eq }',
  'maxWithdrawal(ccy: ["BTC", "NONE"]) { maxWd }',
  'maxAvail(instId: ["BTC-USDT", "ETH-USDT", "NO-SUCH"], tdMode: CROSS) { availBuy }',
  'maxLoan(instId: ["BTC-USDT"], mgnMode: CROSS) { maxLoan }',
];
const kinds: readonly FaultKind[] = [
  'busy',
  'rate-limited',
  'unavailable',
  'server-error',
  'html',
  'foreign-address',
  'malformed',
  'dropped',
  'slow',
  'unnamed-refusal',
];

const step = fc.record({
  accountId: fc.constantFrom(...accountIds),
  parts: fc.uniqueArray(fc.constantFrom(...parts), { minLength: 1 }),
  fault: fc.option(
    fc.record({
      kind: fc.constantFrom(...kinds),
      times: fc.integer({ min: 1, max: 9 }),
      delayMs: fc.constantFrom(500, 5_000),
    }),
  ),
  clockOffset: fc.constantFrom(0, 0, 0, 60_000),
  thenMs: fc.nat(3_000),
});

test('calls are counted as the exchange counts them, whatever becomes of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const { ask, clock, exchange, samples } = createMeasured();
      const asked: Promise<unknown>[] = [];
      for (const { accountId, parts: wanted, fault, clockOffset, thenMs } of steps) {
        exchange.setClockOffset(clockOffset);
        if (fault) exchange.inject(fault);
        asked.push(ask(`{ account(id: "${accountId}") { ${wanted.join(' ')} } }`));
        await clock.advance(thenMs);
      }
      await clock.run(Promise.all(asked));
      // Calls that nobody waits for any more are told of when they end, too.
      await clock.advance(10_000);

      const told = await samples('okx_gateway_exchange_calls_total');
      const calls = exchange.calls.filter(({ endpoint }) => endpoint !== 'time');
      expect(sumBy(told, ({ labels }) => `${labels['account']} ${labels['endpoint']}`)).toEqual(
        countBy(calls, ({ accountId, endpoint }) => `${accountId} ${endpoint}`),
      );
      const of = (outcome: string) => told.filter(({ labels }) => labels['outcome'] === outcome);
      // What a refusal says is not known where it comes too late.
      if (of('UPSTREAM_TIMEOUT').length === 0) {
        expect(sumBy(of('BUDGET_EXHAUSTED'), ({ labels }) => `${labels['account']}`)).toEqual(
          countBy(
            calls.filter(({ code }) => code === '50011'),
            ({ accountId }) => `${accountId}`,
          ),
        );
      }
      const durations = await samples('okx_gateway_exchange_call_duration_seconds_count');
      expect(sumBy(durations, ({ labels }) => `${labels['endpoint']}`)).toEqual(
        countBy(calls, ({ endpoint }) => endpoint),
      );
    }),
    { numRuns: 40 },
  );
});

function sumBy(samples: readonly Sample[], keyOf: (sample: Sample) => string) {
  const sums: Record<string, number> = {};
  for (const one of samples) sums[keyOf(one)] = (sums[keyOf(one)] ?? 0) + one.value;
  return sums;
}

function countBy(calls: readonly SimulatedCall[], keyOf: (call: SimulatedCall) => string) {
  const groups = Map.groupBy(calls, keyOf);
  return Object.fromEntries([...groups].map(([key, group]) => [key, group.length]));
}
