import type { Point } from './probe.ts';

/**
 * How a cost grows with a size: the slope of the straight line that fits best where both scales are logarithmic. At 0 it
 * stays what it is, at 1 twice as much takes twice as long, at 2 four times as long.
 */
export function exponentOf(points: readonly Pick<Point, 'size' | 'us'>[]): number {
  const all = points.map(({ size, us }) => [Math.log(size), Math.log(us)] as const);
  const [x, y] = [0, 1].map((at) => all.reduce((sum, one) => sum + (one[at] ?? 0), 0) / all.length);
  let above = 0;
  let below = 0;
  for (const [one, other] of all) {
    above += (one - (x ?? 0)) * (other - (y ?? 0));
    below += (one - (x ?? 0)) ** 2;
  }
  return above / below;
}
