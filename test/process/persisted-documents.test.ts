import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { post } from '../support/post.ts';
import { start } from '../support/running-gateway.ts';

/** A folder with one manifest, until the end of the test. */
function folderOf(documents: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'app.json'), JSON.stringify(documents));
  return folder;
}

test('OPERATIONS_DIR brings documents that are taken by their ids', async () => {
  const url = await start({ OPERATIONS_DIR: folderOf({ 1: '{ account { id } }' }) }).url();
  const extensions = { persistedQuery: { version: 1, sha256Hash: '1' } };
  const answer = await post(url, JSON.stringify({ extensions }));
  expect(await answer.json()).toMatchObject({ data: { account: { id: 'multi-currency' } } });
});

test('a document in it that does not fit the schema stops the start with one line', async () => {
  const folder = folderOf({ 1: '{ account { colour } }' });
  const { exit, stderr } = start({ OPERATIONS_DIR: folder });
  expect(await exit).toBe(1);
  expect(stderr()).toBe(
    `OPERATIONS_DIR: ${join(folder, 'app.json')}, 1: Cannot query field "colour" on type "Account".\n`,
  );
});
