import { expect, test } from 'vitest';
import type { Endpoint } from '../../src/endpoints/declare.ts';
import { endpoints } from '../../src/endpoints/endpoints.ts';
import { listCap } from '../../src/graph/keys.ts';
import { readPage } from '../support/markdown.ts';

const page = readPage('docs/design.md');
const quoted = (text: string): string => `\`${text}\``;

test('has what each endpoint grants and how long a list may be', () => {
  const declarations: readonly Endpoint[] = endpoints.map(({ declaration }) => declaration);
  expect(page.rows('Endpoint')).toEqual(
    declarations.flatMap((endpoint) => {
      const name = quoted(endpoint.name);
      const calls = String(endpoint.limit.calls);
      const keys = Object.entries(endpoint.keys);
      if (keys.length === 0) return [[name, 'no keys', '–', calls, '–']];
      return keys.map(([by, list]) => [
        name,
        quoted(by),
        String(list?.max),
        calls,
        String(listCap(endpoint, by)),
      ]);
    }),
  );
  for (const { limit } of declarations) expect(limit.windowMs).toBe(2_000);
});

test('says of each decision what was chosen, what else was tried and what it costs', () => {
  const [, ...decisions] = page.text.split(/^### \d\. /m);
  expect(decisions).not.toEqual([]);
  for (const decision of decisions) {
    for (const part of ['Chosen', 'Tried', 'Costs']) expect(decision).toContain(`**${part}**: `);
  }
});
