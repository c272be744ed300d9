import { percent, type Result } from './scenario.ts';

const header = [
  'Load',
  'Gateway',
  'Queries',
  'Right',
  'Calls',
  '50011',
  'p50',
  'p90',
  'p99',
  'Besides',
];
const numbersFrom = 2;
const numbersUntil = 8;

/** A table in Markdown. Latencies are those of right answers. */
export const renderTable = (results: readonly Result[]): string =>
  alignRows(
    [header, ...results.map(cellsOf)],
    (column) => column >= numbersFrom && column <= numbersUntil,
  );

/** A table in Markdown, its columns aligned; the first row is the header. */
export function alignRows(
  rows: readonly (readonly string[])[],
  isNumber: (column: number) => boolean,
): string {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells
      .map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join(' | ')} |`;
  const rule = widths.map((width, column) =>
    isNumber(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [head, rule, ...rows.slice(1)].map(line).join('\n');
}

function cellsOf({ name, kind, tally, calls, refused, remarks }: Result): readonly string[] {
  const { asked, right, latency } = tally;
  const times = latency ? [latency.p50, latency.p90, latency.p99] : [];
  return [
    name,
    kind,
    String(asked),
    percent(right, asked),
    String(calls),
    String(refused),
    ...[0, 1, 2].map((index) =>
      times[index] === undefined ? '-' : `${times[index].toFixed(0)} ms`,
    ),
    remarks.join('; '),
  ];
}
