import { mkdir, writeFile } from 'node:fs/promises';
import { alignRows } from '../table.ts';
import { renderLines } from './line-chart.ts';
import { exponentOf } from './exponent.ts';
import type { Point } from './probe.ts';
import type { Series } from './series.ts';

export interface Result {
  readonly series: Series;
  readonly points: readonly Point[];
  /** Of all points. */
  readonly exponent: number;
}

const folder = new URL('../results/', import.meta.url);

/** What was measured, as a table in Markdown, and how it grows. */
export function renderSeries({ series, points, exponent }: Result): string {
  const rows = points.map((point, at) => {
    const before = points[at - 1];
    return [
      String(point.size),
      String(point.calls),
      `${point.us.toFixed(0)} µs`,
      ...(series.areShared ? [`${(point.us / point.size).toPrecision(3)} µs`] : []),
      before ? exponentOf([before, point]).toFixed(2) : '-',
    ];
  });
  const header = [
    series.sizes,
    'Calls',
    'Processor time',
    ...(series.areShared ? ['Of each'] : []),
    'Growth since',
  ];
  return [
    series.meaning,
    '',
    alignRows([header, ...rows], () => true),
    '',
    `Growth over all: ${exponent.toFixed(2)}. Expected: ${series.expected}.`,
  ].join('\n');
}

/** Writes the page of all series, and a chart for each. */
export async function writeResults(results: readonly Result[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const result of results) {
    await writeFile(new URL(`growth-${result.series.name}.svg`, folder), renderLines(result));
  }
  await writeFile(new URL('growth.md', folder), renderPage(results));
}

const renderPage = (results: readonly Result[]): string => `# How cost grows

Made by \`npm run bench:growth -- --write\`, which writes this page. One gateway in one process, without sockets, before an exchange
that answers at once; the processor time is that of all threads of the process, the exchange's included. Another machine gives
other times, but hardly another growth.

## How to read it

- The cost of one query, or of all that are asked at once, is the median of several rounds. Before and after them each answer and the number of calls are
  compared with what they have to be.
- Time stands still while a query is answered, and is moved on between two of them, so nothing that was answered is fresh any more: each pays for its calls.
- "Growth" is an exponent: at 0 the cost stays what it is, at 1 twice as much takes twice as long, at 2 four times as long. "Growth since" is that from the row
  before to this one, "growth over all" is that of the straight line that fits all rows best where both scales are logarithmic.
- In the charts, the dashed line is growth of 1 through the last point.

${results.map(renderPart).join('\n\n')}
`;

const renderPart = (result: Result): string => {
  const { name, title, sizes } = result.series;
  return `## ${title}

${renderSeries(result)}

![Processor time against ${sizes.toLowerCase()}](growth-${name}.svg)`;
};
