import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readPage } from './markdown.ts';
import { type Scrape, valueOf } from './promql-value.ts';

/** A rule of docs/deploy/alerts.yaml. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<'summary' | 'description' | 'runbook', string>>;
}

const file = new URL('../../docs/deploy/alerts.yaml', import.meta.url);
const rules: { readonly groups: readonly { readonly rules: readonly Alert[] }[] } = parse(
  readFileSync(file, 'utf8'),
);
export const alerts = rules.groups.flatMap((group) => group.rules);

export function alertOf(name: string): Alert {
  const found = alerts.find(({ alert }) => alert === name);
  if (!found) throw new Error(`There is no alert ${name}.`);
  return found;
}

const page = readPage('docs/runbook.md');
const messages = page.rows('Level').map(([, message = '']) => message.replaceAll('`', ''));

/** The lines of the log, and the metrics, that a text of the runbook names. */
export const linesIn = (text: string): readonly string[] =>
  ['query', ...messages].filter((message) => text.includes(`\`${message}\``));
export const metricsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`((?:okx_gateway|process|nodejs)_\w+)`/g)].map(([, name = '']) => name);

/** What the runbook says of an alert, and what it has one look at elsewhere. */
export function placeOf(name: string): string {
  const [, place] = page.text.split(`### ${name}\n`);
  if (place === undefined) throw new Error(`The runbook has no place for ${name}.`);
  const [text = ''] = place.split(/^##/m);
  const [, other] = /Look at:\*\* As for \[(\w+)\]/.exec(text) ?? [];
  return other === undefined ? text : text + placeOf(other);
}

/** Seconds for which an alert has to hold until it fires. */
const forSeconds = ({ for: text }: Alert): number =>
  Number.parseInt(text, 10) * (text.endsWith('m') ? 60 : 1);

/** Whether an alert fires by the last of these scrapes, since each of them within its time has given something. */
export function fires(alert: Alert, scrapes: readonly Scrape[]): boolean {
  const now = scrapes.at(-1)?.at ?? 0;
  const first = scrapes.findLastIndex(({ at }) => at <= now - forSeconds(alert));
  if (first === -1) return false;
  return scrapes
    .slice(first)
    .every((_, index) => valueOf(alert.expr, scrapes.slice(0, first + index + 1)).length > 0);
}
