import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { readPage } from '../support/markdown.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The languages of the blocks that the test of each page runs, or holds against what is. */
const proved: Readonly<Record<string, readonly string[]>> = {
  'README.md': ['graphql', 'json', 'sh'],
  'docs/design.md': ['mermaid'],
  'docs/deploying.md': [],
  'docs/errors.md': ['graphql', 'json'],
  'docs/federation.md': ['graphql', 'js', 'json', 'sh'],
  'docs/frontend.md': ['graphql', 'html', 'json', 'jsonc', 'sh', 'text', 'ts', 'tsx'],
  'docs/operating.md': ['graphql', 'json', 'mermaid', 'sh', 'text'],
  'docs/performance.md': ['sh'],
  'docs/runbook.md': ['sh'],
};

const others = [
  'CHANGELOG.md',
  'SECURITY.md',
  'examples/dashboard/README.md',
  'schema/reference.md',
  'src/README.md',
  'src/simulator/README.md',
];
const pages = [...Object.keys(proved), ...others];

test('every page for readers is one whose blocks are proved', () => {
  const present = globSync(['README.md', 'docs/**/*.md'], { cwd: root });
  expect(present.toSorted()).toEqual(Object.keys(proved).toSorted());
  for (const [page, languages] of Object.entries(proved)) {
    const shown = new Set(readPage(page).blocks.map(({ language }) => language));
    expect([page, ...[...shown].toSorted()]).toEqual([page, ...languages]);
  }
});

describe.each(pages)('%s', (path) => {
  const page = readPage(path);

  test('has links that lead to something', () => {
    const dead = page.links.filter((link) => {
      if (link.includes('://')) return false;
      const [target = '', heading] = link.split('#');
      const file = target === '' ? path : join(dirname(path), target);
      if (!existsSync(join(root, file))) return true;
      return heading !== undefined && !readPage(file).anchors.includes(heading);
    });
    expect(dead).toEqual([]);
  });

  test('names commands that are there', () => {
    const named = page.text.matchAll(/\bnpm (?:run (?:-s )?([\w:]+)|(start|test))\b/g);
    const scripts = [...named].map(([, script, short]) => script ?? short ?? '');
    expect(scripts.filter((name) => !(name in packageJson.scripts))).toEqual([]);
  });
});
