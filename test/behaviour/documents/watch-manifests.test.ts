import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { watchManifests } from '../../../src/documents/watch-manifests.ts';
import { createHarness } from '../../support/harness.ts';

const good = '{ account { id } }';
const bad = '{ account { colour } }';
const colourless = 'Cannot query field "colour" on type "Account".';

const apollo = (...operations: readonly (readonly [id: string, name: string, body: string])[]) => ({
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: operations.map(([id, name, body]) => ({ id, name, type: 'query', body })),
});

/** A gateway and a folder of manifests, until the end of the test. */
function createFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { gateway, clock } = createHarness();
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  return {
    folder,
    lines,
    write: (name: string, content: unknown) =>
      writeFileSync(
        join(folder, name),
        typeof content === 'string' ? content : JSON.stringify(content),
      ),
    remove: (name: string) => rmSync(join(folder, name), { recursive: true }),
    /** Begins to watch it. */
    watch(): void {
      const { stop } = watchManifests({ folder, documents: gateway.documents, clock, log });
      onTestFinished(stop);
    },
    /** Until a change has been seen. */
    wait: async () => clock.advance(1_000),
    /** What an id is answered with, alone or with a text. */
    async ask(id: string, query?: string): Promise<unknown> {
      const extensions = { persistedQuery: { version: 1, sha256Hash: id } };
      const headers = { 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: JSON.stringify({ extensions, query }) };
      const answer = await clock.run(
        Promise.resolve(gateway.handler.fetch('http://gateway/graphql', init)),
      );
      return answer.json();
    },
  };
}

const told = { data: { account: { id: 'multi-currency' } } };
const other = { data: { __typename: 'Query' } };
const unknown = { errors: [{ message: 'PersistedQueryNotFound', extensions: expect.anything() }] };

test('documents are served of manifests of both forms, and of no other files', async () => {
  const { write, watch, ask } = createFolder();
  write('app.json', apollo(['1', 'Mine', good]));
  write('relay.json', { 2: '{ __typename }' });
  write('notes.txt', 'nothing');
  watch();
  expect(await ask('1')).toEqual(told);
  expect(await ask('2')).toEqual(other);
  expect(await ask('3')).toEqual(unknown);
  expect(await ask('1', good)).toEqual(told);
});

test('a file that comes, changes or goes takes effect within a second, or at SIGHUP', async () => {
  const { write, remove, watch, wait, ask } = createFolder();
  watch();
  write('app.json', { 1: good });
  await wait();
  expect(await ask('1')).toEqual(told);
  write('app.json', { 1: '{ __typename }', 2: good });
  process.emit('SIGHUP');
  expect(await ask('1')).toEqual(other);
  expect(await ask('2')).toEqual(told);
  remove('app.json');
  await wait();
  expect(await ask('2')).toEqual(unknown);
});

describe('stops the start with one line that names it:', () => {
  test.each([
    ['a document that does not fit the schema', apollo(['1', 'Mine', bad]), `Mine: ${colourless}`],
    ['one that has no name', { 1: bad, 2: bad }, `1: ${colourless} (and 1 more)`],
    ['one that is not GraphQL', { 1: '{' }, '1: Syntax Error: Expected Name, found <EOF>.'],
    ['a file that is not JSON', '{', 'must be a manifest'],
    ['a file of another form', { format: 'other', operations: [] }, 'must be a manifest'],
    ['a document without an id', apollo(['', 'Mine', good]), 'must be a manifest'],
    [
      'one that is nested too deeply',
      { 1: '{a'.repeat(4_000) + '}'.repeat(4_000) },
      // Once the parser has run often, its stack lasts until there are too many signs.
      '1: The query ',
    ],
    [
      'a file that would fill the memory',
      ' '.repeat(4 * 2 ** 20 + 1),
      'must be a readable file of at most 4 MiB',
    ],
  ])('%s', (_what, content, reason) => {
    const { folder, write, watch } = createFolder();
    write('app.json', content);
    expect(watch).toThrow(`OPERATIONS_DIR: ${join(folder, 'app.json')}`);
    expect(watch).toThrow(reason);
  });

  test('a pipe, which nobody may ever write into', () => {
    const { folder, watch } = createFolder();
    execFileSync('mkfifo', [join(folder, 'app.json')]);
    expect(watch).toThrow(`${join(folder, 'app.json')} must be a readable file`);
  });

  test('an id of two documents', () => {
    const { folder, write, watch } = createFolder();
    write('a.json', { 1: good });
    write('b.json', { 1: '{ __typename }' });
    expect(watch).toThrow(
      `${join(folder, 'b.json')}, 1: Its id is that of another document, in ${join(folder, 'a.json')}.`,
    );
  });

  test('a folder that is none', () => {
    const { folder, remove, watch } = createFolder();
    remove('');
    expect(watch).toThrow(`OPERATIONS_DIR: ${folder} must be a folder that can be read`);
  });
});

describe('later changes nothing else, and is told once:', () => {
  test('a document that does not fit the schema', async () => {
    const { folder, lines, write, watch, wait, ask } = createFolder();
    watch();
    write('app.json', { 1: bad, 2: good });
    await wait();
    await wait();
    expect(await ask('1')).toEqual(unknown);
    expect(await ask('2')).toEqual(told);
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({
        msg: 'persisted documents left out',
        reasons: [`${join(folder, 'app.json')}, 1: ${colourless}`],
        more: 0,
      }),
    ]);
  });

  test('a file that cannot be read, of which the last is served on', async () => {
    const { folder, lines, write, watch, wait, ask } = createFolder();
    write('app.json', { 1: good });
    watch();
    write('app.json', '{ "1": "{ acc');
    write('other.json', { 2: '{ __typename }' });
    await wait();
    expect(await ask('1')).toEqual(told);
    expect(await ask('2')).toEqual(other);
    expect(lines).toEqual([
      expect.stringContaining(`${join(folder, 'app.json')} must be a manifest`),
    ]);
  });

  test('a document that is nested too deeply, with which the process lives on', async () => {
    const { lines, write, watch, wait, ask } = createFolder();
    watch();
    write('app.json', { 1: good, 2: '{a'.repeat(4_000) + '}'.repeat(4_000) });
    await wait();
    expect(await ask('1')).toEqual(told);
    expect(lines).toEqual([
      expect.stringMatching(/2: The query (?:is nested too deeply|has more than)/),
    ]);
  });

  test('a folder that is gone', async () => {
    const { lines, write, remove, watch, wait, ask } = createFolder();
    write('app.json', { 1: good });
    watch();
    remove('');
    await wait();
    expect(await ask('1')).toEqual(told);
    expect(lines).toEqual([expect.stringContaining('must be a folder')]);
  });
});
