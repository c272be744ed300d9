import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startGateway } from '../support/gateway-process.ts';
import { ask } from '../support/post.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The project with a folder of packages of its own, in which nothing is kept so far. */
function installed() {
  const folder = mkdtempSync(join(tmpdir(), 'installed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  for (const name of ['src', 'schema', 'docs', 'package.json']) {
    symlinkSync(join(root, name), join(folder, name));
  }
  return { folder, cache: join(modules, '.cache') };
}

/** Starts it and ends it; what it answered meanwhile, and how it ended. */
async function runOnce(folder: string) {
  const gateway = startGateway({ PORT: '0' }, [], folder, [
    process.execPath,
    '--preserve-symlinks',
    '--preserve-symlinks-main',
    'src/launch.js',
  ]);
  const answer = await ask(await gateway.url(), '{ __typename }');
  gateway.signal('SIGINT');
  return { answer, exit: await gateway.exit };
}

const answered = { answer: { data: { __typename: 'Query' } }, exit: 0 };

test('what a start has compiled is kept for the next one', async () => {
  const { folder, cache } = installed();
  expect(await runOnce(folder)).toMatchObject(answered);
  const [version = ''] = readdirSync(join(cache, 'compiled'));
  expect(readdirSync(join(cache, 'compiled', version)).length).toBeGreaterThan(500);
  expect(await runOnce(folder)).toMatchObject(answered);
});

test('where nothing can be written it starts all the same', async () => {
  const { folder, cache } = installed();
  // A file, and no folder: root may write everywhere.
  writeFileSync(cache, '');
  expect(await runOnce(folder)).toMatchObject(answered);
});
