/** Uniform in [0, 1). */
export type Draw = () => number;

export const drawIndex = (length: number, draw: Draw): number => Math.floor(draw() * length);

export const drawOne = <T>(all: readonly T[], draw: Draw): T | undefined =>
  all[drawIndex(all.length, draw)];

/** So many of them, each once, in any order. */
export function drawSome<T>(all: readonly T[], count: number, draw: Draw): readonly T[] {
  const rest = [...all];
  return Array.from({ length: count }, () => rest.splice(drawIndex(rest.length, draw), 1)).flat();
}
