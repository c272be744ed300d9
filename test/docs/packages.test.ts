import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { readPage } from '../support/markdown.ts';

test('the page on design has a line for each package that an installation gets, saying what it is for', () => {
  const { dependencies, optionalDependencies } = packageJson;
  const rows = readPage('docs/design.md').rows('Package');
  expect(rows.map(([name]) => name)).toEqual(
    [...Object.keys(dependencies), ...Object.keys(optionalDependencies)].map(
      (name) => `\`${name}\``,
    ),
  );
  for (const [, reason] of rows) expect(reason).toMatch(/^[A-Z].{10,}\.$/);
});
