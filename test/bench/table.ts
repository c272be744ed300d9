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

/** A table in Markdown, its columns aligned. Latencies are those of right answers. */
export function renderTable(results: readonly Result[]): string {
  const rows = [header, ...results.map(cellsOf)];
  const widths = header.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const isNumber = (column: number) => column >= numbersFrom && column <= numbersUntil;
  const line = (cells: readonly string[]) =>
    `| ${cells
      .map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join(' | ')} |`;
  const rule = widths.map((width, column) =>
    isNumber(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [header, rule, ...rows.slice(1)].map(line).join('\n');
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
