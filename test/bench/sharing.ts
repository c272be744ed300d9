import type { SimulatedCall } from '../../src/simulator/exchange.ts';
import type { Sample } from './ask.ts';
import { percent, type Result, resultOf } from './scenario.ts';
import { trafficOf } from './traffic.ts';

/** Gateways that share the limits of one account through Redis. */
export const replicas = 3;

const leastGoodput = 0.8;

/** What came out of a load on all of them together, with what is wanted in whatever trouble. */
export function sharingResult(
  name: string,
  samples: readonly Sample[],
  calls: readonly SimulatedCall[],
): Result {
  const right = samples.filter(({ outcome }) => outcome === 'right').length;
  const traffic = trafficOf(calls);
  const refused = traffic.reduce((sum, one) => sum + one.refused, 0);
  const busiest = traffic.map(
    ({ endpoint, busiest: most, limit }) => `${endpoint} ${most}/${limit}`,
  );
  return resultOf({
    name,
    kind: 'this gateway',
    samples,
    calls,
    remarks: [`most in a window: ${busiest.join(', ')}`],
    wanted: `no call turned away, ${percent(leastGoodput, 1)} of the queries answered`,
    misses: [
      refused > 0 && `${refused} calls were one too many`,
      right < samples.length * leastGoodput &&
        `${percent(right, samples.length)} of the queries were answered; ${percent(leastGoodput, 1)} are wanted`,
    ],
  });
}
