import { maxLateMs } from '../../src/budget/budget.ts';
import { attemptTimeoutMs } from '../../src/exchange/send.ts';
import type { FaultKind } from '../../src/simulator/faults.ts';
import { type Draw, drawOne } from '../bench/draws.ts';

/** What the way to the exchange is like. */
export interface Road {
  /** One-way delays in milliseconds, drawn uniformly, so that calls overtake each other. */
  readonly out: Span;
  readonly back: Span;
  /** Share of the calls that never arrive, and of the answers that never come back. */
  readonly lostCalls: number;
  readonly lostAnswers: number;
  /** Share of the calls whose connection is refused. */
  readonly refused: number;
  /** Share of the calls that are held up, maybe until long after they were given up. */
  readonly heldUp: number;
}

type Span = readonly [min: number, max: number];

/**
 * A call arrives so long after it was sent at the latest, or never; one of a process that has died, so long after its
 * death. The limits are kept under this assumption only: see "Leases" in docs/design.md. Unit: milliseconds.
 */
export const latestArrivalMs = attemptTimeoutMs + maxLateMs;
export const latestAfterDeathMs = 250;

export const fairRoad: Road = {
  out: [4, 30],
  back: [4, 30],
  lostCalls: 0,
  lostAnswers: 0,
  refused: 0,
  heldUp: 0,
};

const delays: readonly Span[] = [
  [2, 10],
  [10, 60],
  [1, 400],
  [150, 250],
  [200, 1_600],
];

/** As often as not the way is fair; else it has one fault or several. */
export function drawRoad(draw: Draw): Road {
  if (draw() < 0.4) return fairRoad;
  const some = (most: number) => (draw() < 0.3 ? draw() * most : 0);
  return {
    out: drawOne(delays, draw) ?? fairRoad.out,
    back: drawOne(delays, draw) ?? fairRoad.back,
    lostCalls: some(0.3),
    lostAnswers: some(0.3),
    refused: some(0.5),
    heldUp: some(0.3),
  };
}

/** Faults of the exchange that leave its rows as they are. */
const honest: readonly FaultKind[] = [
  'busy',
  'rate-limited',
  'unavailable',
  'server-error',
  'html',
  'foreign-address',
  'dropped',
  'slow',
  'unnamed-refusal',
  'named-refusal',
  'refused-keys',
];
/** Faults that change what is answered, so that nobody knows any more what is right. */
const spoiling: readonly FaultKind[] = [
  'malformed',
  'missing-rows',
  'extra-rows',
  'reordered-rows',
];

/** A kind of fault, and whether answers can still be right while it lasts. */
export function drawFault(draw: Draw): { readonly kind: FaultKind; readonly spoils: boolean } {
  const spoils = draw() < 0.15;
  return { kind: drawOne(spoils ? spoiling : honest, draw) ?? 'busy', spoils };
}
