import type { Result } from './report.ts';

// Of middle brightness, to be read on light and on dark pages alike.
const color = '#2f81f7';
const ink = '#727b85';

const size = { width: 640, height: 320, left: 64, right: 24, top: 44, bottom: 44 };

/** Draws a cost against a size as an SVG image, both scales logarithmic. */
export function renderLines({ series, points, exponent }: Result): string {
  const first = points[0] ?? { size: 1, us: 1 };
  const last = points.at(-1) ?? first;
  const costs = points.map(({ us }) => us);
  const lowest = 10 ** Math.floor(Math.log10(Math.min(...costs)));
  const highest = 10 ** Math.ceil(Math.log10(Math.max(...costs)));
  const x = scale([first.size, last.size], [size.left, size.width - size.right]);
  const y = scale([lowest, highest], [size.height - size.bottom, size.top]);

  // As far down as the chart goes.
  const smallest = Math.max(first.size, (last.size * lowest) / last.us);
  const even = `M${x(smallest)} ${y((last.us * smallest) / last.size)}L${x(last.size)} ${y(last.us)}`;
  const line = points.map((one) => `${x(one.size)} ${y(one.us)}`).join('L');
  const grid = powersOfTen(lowest, highest).map(
    (us) =>
      `<path d="M${size.left} ${y(us)}H${size.width - size.right}" stroke="${ink}" stroke-opacity=".3"/>${text(size.left - 6, y(us) + 4, timeOf(us), 'end')}`,
  );
  const marks = points.map(
    (one) =>
      `<circle cx="${x(one.size)}" cy="${y(one.us)}" r="3.5" fill="${color}"/>${text(x(one.size), y(one.us) - 9, timeOf(one.us))}${text(x(one.size), size.height - size.bottom + 16, one.size.toLocaleString('en'))}`,
  );
  const { width, height } = size;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="11" fill="${ink}">
<title>Processor time against ${series.sizes.toLowerCase()}</title>
<text x="12" y="18" font-weight="600" font-size="12">${series.meaning}</text>
${text(12, 34, `growth ${exponent.toFixed(2)}; dashed: growth of 1`, 'start')}
${grid.join('\n')}
<path d="${even}" stroke="${ink}" stroke-dasharray="5 4" fill="none"/>
<path d="M${line}" stroke="${color}" stroke-width="2" fill="none"/>
${marks.join('\n')}
${text((size.left + width - size.right) / 2, height - 8, `${series.sizes} (logarithmic)`)}
</svg>
`;
}

/** Places on a logarithmic scale. */
function scale(
  [from, to]: readonly [from: number, to: number],
  [start, end]: readonly [start: number, end: number],
): (value: number) => number {
  const whole = Math.log(to / from);
  return (value) => round(start + (Math.log(value / from) / whole) * (end - start));
}

function powersOfTen(from: number, to: number): readonly number[] {
  const powers: number[] = [];
  for (let power = from; power <= to * 1.001; power *= 10) powers.push(power);
  return powers;
}

/** Such as 85 µs, 1.2 ms or 3 s. */
function timeOf(us: number): string {
  if (us < 1_000) return `${Number(us.toPrecision(2))} µs`;
  if (us < 1_000_000) return `${Number((us / 1_000).toPrecision(2))} ms`;
  return `${Number((us / 1_000_000).toPrecision(2))} s`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const text = (x: number, y: number, content: string, anchor = 'middle'): string =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${content}</text>`;
