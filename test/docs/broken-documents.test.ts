import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const codegen = fileURLToPath(new URL('../../codegen.ts', import.meta.url));
const schemaFolder = new URL('../../schema/', import.meta.url);

/** Runs it in a folder with these files, until the end of the test. */
function check(files: Readonly<Record<string, string>>, args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [codegen, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, lines: stderr.split('\n') };
}

/** What else is told, of the graph itself. */
const ofTheGraph = () => check({}, ['--check']).stdout;

const bad = '{ account { colour } }';
const colourless = 'Cannot query field "colour" on type "Account".';

test('names the documents of others that do not fit the graph, and fails', () => {
  const files = {
    'relay.json': JSON.stringify({ 1: '{ account { id } }', 2: bad }),
    'apollo.json': JSON.stringify({
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: '3', name: 'Theirs', type: 'query', body: `query Theirs ${bad}` }],
    }),
    'broken.json': '[]',
    'page.graphql': 'query Page {\n  account { ...Fields }\n}\n',
    'fields.graphql': 'fragment Fields on Account {\n  id\n  colour\n}\n',
    // As one of the contract is called, too.
    'other.graphql': 'query Overview { account { id } }\n',
    'no.graphql': '{',
  };
  expect(check(files, ['--check', ...Object.keys(files)])).toEqual({
    status: 1,
    stdout: ofTheGraph(),
    lines: [
      'Documents that do not fit the graph:',
      '- no.graphql: Syntax Error: Expected Name, found <EOF>.',
      `- fields.graphql:3, Page: ${colourless}`,
      `- relay.json, 2: ${colourless}`,
      `- apollo.json, Theirs: ${colourless}`,
      expect.stringMatching(/^- broken\.json must be a manifest .*\.$/),
      '',
    ],
  });
});

test('says nothing of those that fit', () => {
  const manifest = readFileSync(new URL('persisted-operations.json', schemaFolder), 'utf8');
  expect(check({ 'app.json': manifest }, ['--check', 'app.json'])).toEqual({
    status: 0,
    stdout: ofTheGraph(),
    lines: [''],
  });
});

test('a file that is not there, or is given to be written, is told in one line', () => {
  expect(check({}, ['--check', 'app.json'])).toMatchObject({
    status: 1,
    lines: [expect.stringContaining('app.json'), ''],
  });
  const before = readdirSync(schemaFolder);
  expect(check({}, ['app.json'])).toMatchObject({
    status: 1,
    lines: [expect.stringContaining('--check'), ''],
  });
  expect(readdirSync(schemaFolder)).toEqual(before);
});
