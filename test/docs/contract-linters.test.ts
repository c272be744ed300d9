import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { copyProject } from '../support/project-copy.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('`npm run lint` has operations ask for the id of each object that they read', () => {
  const folder = copyProject();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const operation = join(folder, 'schema/operations/1-overview.graphql');
  const text = readFileSync(operation, 'utf8');
  writeFileSync(operation, text.replace('      id\n', ''));
  const { status, stdout } = run(folder, 'eslint/bin/eslint.js', 'schema');
  expect(status).toBe(1);
  expect(stdout).toContain('Field `details.id` must be selected');
});

test('graphql-schema-linter finds nothing else than that there are no pages of lists', () => {
  const { stdout } = run(
    root,
    'graphql-schema-linter/lib/cli.js',
    '--format',
    'compact',
    'schema/schema.graphql',
  );
  // Every list is one that the exchange gives whole, so none has cursors in the manner of Relay.
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(/A `PageInfo` object type is required as per the Relay spec\./),
  ]);
});

/** Runs a linter that npm has installed. */
function run(folder: string, program: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
}
