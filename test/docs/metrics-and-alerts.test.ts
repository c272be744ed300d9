import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/errors/catalogue.ts';
import { maxNamed } from '../../src/telemetry/account-names.ts';
import { alerts } from '../support/alerts.ts';
import { readPage } from '../support/markdown.ts';
import { labelsOf, type MetricFamily, type Sample } from '../support/prometheus-text.ts';
import { readPromQl } from '../support/promql.ts';
import { scrapeEverything } from '../support/scrape.ts';

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}
interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly query: { readonly query: string } }[] };
}

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = readPage('docs/operating.md');
const runbookPath = 'docs/runbook.md';
const runbook = readPage(runbookPath);
const dashboard: Dashboard = JSON.parse(textOf('docs/deploy/grafana-dashboard.json'));
const targets = dashboard.panels.flatMap((panel) => panel.targets ?? []);

/** What Prometheus adds to each metric. */
const added = ['instance', 'job'];

let scraped: Promise<ReadonlyMap<string, MetricFamily>> | null = null;
/** Asked for once, by the test that comes first. */
const everything = async () => (scraped ??= scrapeEverything());

test('the table has each metric of the gateway, its labels, its kind and what it tells', async () => {
  const families = await everything();
  const own = [...families].filter(([name]) => !/^(?:process|nodejs)_/.test(name));
  const rows = own.map(([name, family]) => [
    `\`${name}\``,
    labelsOf(family)
      .map((label) => `\`${label}\``)
      .join(', '),
    family.type,
    family.help,
  ]);
  expect(new Set(page.rows('Metric'))).toEqual(new Set(rows));
  expect(own.filter(([, { samples }]) => samples.length === 0)).toEqual([]);
  expect(page.text).toContain(`The first ${maxNamed} of the accounts`);
});

describe('the rules for alerts', () => {
  test.each(alerts.map((alert) => [alert.alert, alert] as const))(
    '%s goes by what there is, and leads to its place in the runbook',
    async (name, { expr, annotations, labels }) => {
      const { unknown, shown } = await judge(expr);
      expect(unknown).toEqual([]);
      expect(['critical', 'warning']).toContain(labels.severity);
      expect(annotations.runbook).toBe(`${runbookPath}#${name.toLowerCase()}`);
      const told = [annotations.summary, annotations.description].join(' ');
      for (const [, label = ''] of told.matchAll(/\$labels\.(\w+)/g))
        expect(shown).toContain(label);
    },
  );

  test('are all that the runbook has', () => {
    const places = runbook.anchors.filter((anchor) => anchor.startsWith('okxgateway'));
    expect(places).toEqual(alerts.map(({ alert }) => alert.toLowerCase()));
  });
});

describe('the dashboard', () => {
  test.each(targets.map(({ expr, legendFormat }) => [expr, legendFormat]))(
    'shows what there is: %s',
    async (expr, legend) => {
      const { unknown, shown } = await judge(expr);
      expect(unknown).toEqual([]);
      for (const [, label = ''] of legend.matchAll(/\{\{(\w+)\}\}/g)) {
        expect(shown).toContain(label);
      }
    },
  );

  test('has values to choose from', async () => {
    const queries = dashboard.templating.list.map(({ query }) => query.query);
    for (const query of queries) {
      const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(query) ?? [];
      const { unknown, shown } = await judge(selector);
      expect({ unknown, shown }).toEqual({ unknown: [], shown: expect.arrayContaining([label]) });
    }
  });

  test('has no panel over another one, and no id twice', () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });
});

/** What an expression goes by that the gateway does not tell, and the labels of what it gives. */
async function judge(expr: string) {
  const samples = [...(await everything()).values()].flatMap((family) => family.samples);
  const { selectors, summedBy } = readPromQl(expr);
  if (selectors.length === 0) return { unknown: [`no metric: ${expr}`], shown: [] };
  const labels = new Set(added);
  const unknown = selectors.flatMap(({ metric, matchers }) => {
    const own = samples.filter(({ name }) => name === metric);
    if (own.length === 0 && metric !== 'up') return [metric];
    for (const sample of own) for (const label of Object.keys(sample.labels)) labels.add(label);
    return matchers
      .filter(({ label, value }) => !added.includes(label) && !isTold(own, label, value))
      .map(({ label, value }) => `${metric}{${label}="${value}"}`);
  });
  const stray = summedBy?.filter((label) => !labels.has(label)) ?? [];
  return { unknown: [...unknown, ...stray], shown: summedBy ?? [...labels] };
}

/** The value of an outcome is told once it was met: it is one, or a code. */
function isTold(samples: readonly Sample[], label: string, value: string): boolean {
  const told = samples.flatMap(({ labels }) => labels[label] ?? []);
  if (label === 'outcome' && value in catalogue) return told.length > 0;
  return /[.*$]/.test(value) ? told.length > 0 : told.includes(value);
}
