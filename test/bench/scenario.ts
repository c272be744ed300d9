import type { SimulatedCall } from '../../src/simulator/exchange.ts';
import type { createOracle } from '../support/oracle.ts';
import type { Sample } from './ask.ts';
import type { AccountFacts } from './expectations.ts';
import type { GatewayKind } from './local-gateway.ts';
import { type Tally, tallyOf } from './tally.ts';
import { trafficOf, windowMisses } from './traffic.ts';

/** What scenarios are given. */
export interface Circumstances {
  /** How long load lasts, where it lasts. */
  readonly seconds: number;
  /** What the exchange says of each of its accounts. */
  readonly facts: readonly [AccountFacts, ...AccountFacts[]];
  readonly oracle: ReturnType<typeof createOracle>;
  /** Ends everything at once. */
  readonly signal: AbortSignal;
  /** Takes what came out, as soon as it is known. */
  readonly report: (result: Result) => void;
}

export type Scenario = (circumstances: Circumstances) => Promise<void>;

/** What came out of one load on one gateway. */
export interface Result {
  /** Such as `bursts of 100`. */
  readonly name: string;
  readonly kind: GatewayKind;
  readonly tally: Tally;
  /** That arrived at the exchange because of the load, and how many of them were one too many (50011). */
  readonly calls: number;
  readonly refused: number;
  /** Figures that only this scenario has. */
  readonly remarks: readonly string[];
  /** What is wanted of this gateway beside right answers and no window with more calls than are allowed. */
  readonly wanted: string;
  /** What should have been otherwise. */
  readonly misses: readonly string[];
}

export interface Observed {
  readonly name: string;
  readonly kind: GatewayKind;
  readonly samples: readonly Sample[];
  /** Calls that arrived because of the load. */
  readonly calls: readonly SimulatedCall[];
  readonly remarks?: readonly string[];
  readonly wanted: string;
  /** What this gateway should have done otherwise; nothing is asked of the plain one. */
  readonly misses?: readonly (string | false)[];
}

/** No answer may be wrong, of whatever gateway; and of ours no call may be one too many. */
export function resultOf(observed: Observed): Result {
  const { name, kind, samples, calls, remarks = [], wanted, misses = [] } = observed;
  const tally = tallyOf(samples);
  const traffic = trafficOf(calls);
  const own = [...windowMisses(traffic), ...misses.filter((miss) => miss !== false)];
  const late = samples.filter(({ lateMs }) => lateMs > tooLateMs).length;
  return {
    name,
    kind,
    tally,
    calls: calls.length,
    refused: traffic.reduce((sum, { refused }) => sum + refused, 0),
    remarks: [...remarks, late > 0 && `${late} were sent late`].filter(
      (remark) => remark !== false,
    ),
    wanted,
    misses: [
      ...(tally.wrong.length > 0 ? [`${tally.wrong.length} answers are wrong`] : []),
      ...(tally.right === 0 ? ['nothing was answered'] : []),
      ...(kind === 'this gateway' ? own : []),
    ],
  };
}

/** A load that the benchmark itself sends later than this, in milliseconds, says little of the gateway. */
const tooLateMs = 100;

export const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${Number(((part / whole) * 100).toFixed(1))} %`;
