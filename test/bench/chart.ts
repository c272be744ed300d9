import type { GatewayKind } from './local-gateway.ts';
import type { Result } from './scenario.ts';

/** One figure of all loads. */
interface Panel {
  readonly title: string;
  /** Bars are as high as the logarithm of their values. */
  readonly logarithmic: boolean;
  readonly valueOf: (result: Result) => number | null;
  /** A mark inside the bar. */
  readonly markOf?: (result: Result) => number | null;
}

const panels: readonly Panel[] = [
  {
    title: 'Queries answered right, in percent',
    logarithmic: false,
    valueOf: ({ tally: { right, asked } }) => Math.floor((right / asked) * 1_000) / 10,
  },
  {
    title: 'Calls that reached the exchange (logarithmic)',
    logarithmic: true,
    valueOf: ({ calls }) => calls,
  },
  {
    title: 'Calls turned away as one too many, 50011 (logarithmic)',
    logarithmic: true,
    valueOf: ({ refused }) => refused,
  },
  {
    title: 'Milliseconds to right answers: p99, line at p50 (logarithmic)',
    logarithmic: true,
    valueOf: ({ tally: { latency } }) => latency && Math.round(latency.p99),
    markOf: ({ tally: { latency } }) => latency && latency.p50,
  },
];

// Of middle brightness, to be read on light and on dark pages alike.
const colors: Readonly<Record<GatewayKind, string>> = {
  'this gateway': '#2f81f7',
  'plain gateway': '#c4681c',
};
const ink = '#727b85';

const size = { width: 900, height: 570, top: 48, panelWidth: 430, panelHeight: 245, gap: 20 };
/** Of a panel: room for its title above the bars, for values on them, and for names below. */
const room = { title: 26, value: 16, names: 34 };

/** Draws the loads that both gateways had, side by side, as an SVG image. */
export function renderChart(results: readonly Result[]): string {
  const loads = [...Map.groupBy(results, ({ name }) => name).values()].filter(
    (pair) => pair.length > 1,
  );
  const { width, height } = size;
  const parts = panels.map((panel, index) => {
    const x = (index % 2) * (size.panelWidth + size.gap) + size.gap / 2;
    const y = size.top + Math.floor(index / 2) * (size.panelHeight + size.gap);
    return `<g transform="translate(${x} ${y})">\n${drawPanel(panel, loads)}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="11" fill="${ink}">
<title>This gateway and a plain one under the same loads</title>
${drawLegend()}
${parts.join('\n')}
</svg>
`;
}

function drawLegend(): string {
  return Object.entries(colors)
    .map(([kind, color], index) => {
      const x = size.gap / 2 + index * 120;
      return `<rect x="${x}" y="12" width="12" height="12" rx="2" fill="${color}"/>${text(x + 18, 22, kind, 'start')}`;
    })
    .join('\n');
}

function drawPanel(panel: Panel, loads: readonly (readonly Result[])[]): string {
  const floor = size.panelHeight - room.names;
  const values = loads.flat().map((result) => panel.valueOf(result) ?? 0);
  const highest = scaled(panel, Math.max(1, ...values));
  const heightOf = (value: number) =>
    (scaled(panel, value) / highest) * (floor - room.title - room.value);
  const groupWidth = size.panelWidth / loads.length;
  const groups = loads.map((pair, index) => {
    const left = index * groupWidth;
    const barWidth = (groupWidth - 8) / pair.length;
    const bars = pair.map((result, place) => {
      const bar = { x: left + 4 + place * barWidth, width: barWidth - 2, floor };
      return drawBar(panel, result, bar, heightOf);
    });
    const name = linesOf(pair[0]?.name ?? '').map((line, row) =>
      text(left + groupWidth / 2, floor + 13 + row * 12, line),
    );
    return [...bars, ...name].join('\n');
  });
  return [
    `<text x="0" y="12" font-weight="600" font-size="12">${panel.title}</text>`,
    ...groups,
    `<path d="M0 ${floor}H${size.panelWidth}" stroke="${ink}"/>`,
  ].join('\n');
}

interface Bar {
  readonly x: number;
  readonly width: number;
  readonly floor: number;
}

function drawBar(
  { valueOf, markOf }: Panel,
  result: Result,
  { x, width, floor }: Bar,
  heightOf: (value: number) => number,
): string {
  const value = valueOf(result);
  const mark = markOf?.(result) ?? null;
  const height = heightOf(value ?? 0);
  const top = round(floor - height);
  const parts = [
    `<rect x="${round(x)}" y="${top}" width="${round(width)}" height="${round(height)}" fill="${colors[result.kind]}"/>`,
    text(x + width / 2, top - 4, value === null ? 'none' : short(value)),
  ];
  if (mark !== null) {
    const y = round(floor - heightOf(mark));
    parts.push(`<path d="M${round(x)} ${y}h${round(width)}" stroke="#fff" stroke-width="2"/>`);
  }
  return parts.join('\n');
}

const scaled = ({ logarithmic }: Panel, value: number): number =>
  logarithmic ? Math.log10(value + 1) : value;

/** Such as 950, 1.2k or 61k. */
function short(value: number): string {
  if (value < 1_000) return String(value);
  return `${(value / 1_000).toFixed(value < 10_000 ? 1 : 0)}k`;
}

/** A name in two lines. */
function linesOf(name: string): readonly string[] {
  const words = name.split(' ');
  const half = Math.ceil(words.length / 2);
  return [words.slice(0, half).join(' '), words.slice(half).join(' ')];
}

const round = (value: number): number => Math.round(value * 10) / 10;

const text = (x: number, y: number, content: string, anchor = 'middle'): string =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${content}</text>`;
