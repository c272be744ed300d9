import { expect, test } from 'vitest';
import type { Measured } from './measure.ts';
import { renderResults } from './report.ts';
import { shapes } from './shapes.ts';

test('a share is the median of those of the rounds, each against mercurius in the same round', () => {
  // A machine that is slow in one round is so for both.
  expect(rowsOf(render([300, 100, 150], [600, 200, 100]), 'this gateway')).toContain('0.50');
});

test('time is the median of the rounds and memory the most of them', () => {
  const rows = rowsOf(render([100, 250, 90], [1, 1, 1]), 'this gateway');
  expect(rows[0]).toBe('100');
  expect(rows.at(-1)).toBe('250');
});

test('what the gateway is to reach stands below the shares', () => {
  expect(rowsOf(render([1], [1]), 'goal of this gateway')).toEqual(['0.50']);
});

/** The tables of a run of the first shape; a server has as many MiB as it takes microseconds. */
function render(own: readonly number[], peer: readonly number[]): string {
  const [shape] = shapes;
  if (!shape) throw new Error('there are no shapes');
  const measured = (all: readonly number[]): readonly Measured[] =>
    all.map((us) => ({ cpuUs: us, mib: us, p99: 7, calls: 1, perSecond: 1, wrong: 0 }));
  const runs = [
    { name: 'this gateway', measured: measured(own) },
    { name: 'mercurius', measured: measured(peer) },
  ];
  return renderResults([{ shape, runs }]);
}

/** The figure of a row of that name in each table. */
function rowsOf(tables: string, name: string): readonly string[] {
  return tables
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, first]) => first === name)
    .map(([, , figure = '']) => figure);
}
