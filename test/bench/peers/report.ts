import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { alignRows } from '../table.ts';
import { connections, type Measured } from './measure.ts';
import type { Shape } from './shapes.ts';
import { best, isPinned, product } from './sides.ts';

/** All that was measured of a shape, the rounds of each server in their order. */
export interface ShapeResult {
  readonly shape: Shape;
  readonly runs: readonly { readonly name: string; readonly measured: readonly Measured[] }[];
}

/** A table for each figure: a row for each server, a column for each shape. */
export function renderResults(results: readonly ShapeResult[]): string {
  const cells = (figureOf: Figure) => tableOf(results, figureOf);
  const goals = results.map(({ shape }) => shape.goal.toFixed(2));
  const memory = tableOf(results, (run) => Math.max(...run.map(({ mib }) => mib)).toFixed(0));
  return [
    'CPU, µs for each query',
    cells((run) => median(run.map(({ cpuUs }) => cpuUs)).toFixed(0)),
    `CPU, as a share of that of ${best} in the same round`,
    tableOf(results, shareOfBest, [`goal of ${product}`, ...goals]),
    'p99, ms',
    cells((run) => median(run.map(({ p99 }) => p99)).toFixed(0)),
    'Calls of the exchange for each query',
    cells((run) => median(run.map(({ calls }) => calls)).toFixed(3)),
    'Memory at the end of a load, MiB, the most of all rounds',
    memory,
  ].join('\n\n');
}

type Figure = (run: readonly Measured[], others: ShapeResult['runs']) => string;

const shareOfBest: Figure = (run, others) => {
  const base = others.find(({ name }) => name === best)?.measured ?? [];
  return median(run.map(({ cpuUs }, round) => cpuUs / (base[round]?.cpuUs ?? NaN))).toFixed(2);
};

function tableOf(
  results: readonly ShapeResult[],
  figureOf: Figure,
  last?: readonly string[],
): string {
  const header = ['', ...results.map(({ shape }) => shape.name)];
  const names = results[0]?.runs.map(({ name }) => name) ?? [];
  const rows = names.map((name, index) => [
    name,
    ...results.map(({ runs }) => figureOf(runs[index]?.measured ?? [], runs)),
  ]);
  return alignRows([header, ...rows, ...(last ? [last] : [])], (column) => column > 0);
}

function median(all: readonly number[]): number {
  const sorted = all.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

const folder = new URL('../results/', import.meta.url);

/** @param command by which the results were made */
export async function writeResults(
  results: readonly ShapeResult[],
  command: string,
): Promise<void> {
  const meanings = results.map(({ shape }) => `- **${shape.name}**: ${shape.meaning}.`);
  const place = isPinned
    ? `servers on one of ${availableParallelism()} cores, what asks them and the exchange on another`
    : 'servers, what asks them and the exchange on the same cores';
  const page = `# Beside its peers

Made by \`${command}\`, which writes this page; ${place}. Another machine gives other times: only the shares count.

${meanings.join('\n')}

${renderResults(results)}

## How to read it

- ${connections} connections, each of which asks again when it has its answer. The servers take turns, round by round; medians of the rounds.
- Every server has the same schema and gives the same answers, which is made sure of first. The exchange is one that answers
  at once, with texts made beforehand, and has neither limits nor faults.
- This gateway is as it comes, with every protection, and \`MAX_AGE_MS=1000\`, so queries share answers. The peers have no
  protection, and each request has DataLoaders or loaders of its own, which make the fewest calls that one query can do with.
- "${best}" is with jit and loaders. "fixed reply" is \`node:http\` alone, which reads a request and says the same every time.
`;
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('peers.md', folder), page);
}
