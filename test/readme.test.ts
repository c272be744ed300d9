import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionResult } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { readAccountsFile } from '../src/accounts/accounts-file.ts';
import type { Endpoint } from '../src/endpoints/declare.ts';
import { endpoints } from '../src/endpoints/endpoints.ts';
import { catalogue } from '../src/errors/catalogue.ts';
import { listCap } from '../src/graph/keys.ts';
import { type Setting, table } from '../src/settings/table.ts';
import { startGateway } from './support/gateway-process.ts';
import { createHarness } from './support/harness.ts';
import { readPage } from './support/markdown.ts';
import { copyProject } from './support/project-copy.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const readme = readPage('README.md');
const pages = [
  'README.md',
  'CHANGELOG.md',
  'src/README.md',
  'src/simulator/README.md',
  'schema/guides/federation.md',
  'schema/guides/frontend.md',
  'schema/reference.md',
];
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

describe('the queries of the README', () => {
  const queries = blocksOf('graphql');
  const answers = blocksOf('json')
    .map((json): unknown => JSON.parse(json))
    .filter((json) => typeof json === 'object' && json !== null && 'data' in json);

  test.each([0, 1_000, 61_000, 86_400_000])(
    'are answered as it says, %i ms into the life of the embedded exchange',
    async (ms) => {
      const { query, clock, exchange } = createHarness({ exchange: { moving: true } });
      await clock.advance(ms);
      const given = [];
      for (const text of queries) given.push(await query(text));
      expect(queries).toHaveLength(2);
      expect(given).toEqual(answers);
      expect(readme.text).toContain(`This took ${exchange.calls.length} calls of the exchange`);
    },
  );

  test('and its error is the one that a bad key gets', async () => {
    const { query } = createHarness({ exchange: { moving: true } });
    const [, field = '', answer = ''] =
      /Asked for `(maxAvail[^`]+)`,\s+the account answers `([^`]+)`/.exec(readme.text) ?? [];
    const { data, errors } = await query(`{ account { ${field} } }`);
    expect(data).toEqual({ account: { maxAvail: JSON.parse(answer) } });
    const [shown] = blocksOf('json').filter((json) => json.includes('"extensions"'));
    const told = errors?.map(({ message, path, extensions }) => ({ message, path, extensions }));
    expect(told).toEqual([JSON.parse(shown ?? '')]);
  });
});

describe('the tables of the README', () => {
  test('hold every setting with its default and meaning', () => {
    const settings: readonly Setting<unknown>[] = Object.values(table);
    expect(readme.rows('Variable')).toEqual(
      settings.map(({ name, fallback, description }) => [
        quoted(name),
        fallback === undefined ? '' : quoted(fallback),
        description,
      ]),
    );
  });

  test('hold every error code with its status, meaning and whether to ask again', () => {
    const rows = readme.rows('Code');
    expect(rows.map((row) => row.slice(0, 4))).toEqual(
      Object.entries(catalogue).map(([code, { status, retryable, meaning }]) => [
        quoted(code),
        String(status),
        retryable ? 'yes' : 'no',
        meaning,
      ]),
    );
    expect(rows.filter(([, , , , advice = '']) => !advice.endsWith('.'))).toEqual([]);
  });

  test('hold what each endpoint grants and how long a list may be', () => {
    const declarations: readonly Endpoint[] = endpoints.map(({ declaration }) => declaration);
    expect(readme.rows('Endpoint')).toEqual(
      declarations.flatMap((endpoint) =>
        Object.entries(endpoint.keys).map(([by, list]) => [
          quoted(endpoint.name),
          quoted(by),
          String(list?.max),
          String(endpoint.limit.calls),
          String(listCap(endpoint, by)),
        ]),
      ),
    );
    for (const { limit } of declarations) expect(limit.windowMs).toBe(2_000);
  });

  test('hold the codes that GraphQL and its transport give by themselves', async () => {
    const requests: Readonly<Record<string, string>> = {
      GRAPHQL_PARSE_FAILED: '{ "query": "{ account { id }" }',
      GRAPHQL_VALIDATION_FAILED: '{ "query": "{ account { balance } }" }',
      OPERATION_RESOLUTION_FAILURE:
        '{ "query": "query A { account { id } }", "operationName": "B" }',
      BAD_REQUEST: '{ "query": "{ account { id } }"',
      REQUEST_ENTITY_TOO_LARGE: ' '.repeat(256 * 1024 + 1),
    };
    const { gateway } = createHarness();
    const given: string[] = [];
    for (const body of Object.values(requests)) {
      const response = await gateway.handler.fetch('http://gateway/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
        body,
      });
      const { errors = [] }: ExecutionResult = await response.json();
      given.push(...errors.map(({ extensions }) => String(extensions['code'])));
    }
    expect(given).toEqual(Object.keys(requests));
    expect(readme.rows('GraphQL code').map(([code]) => code)).toEqual(given.map(quoted));
  });
});

test('the accounts file of the README is one that the gateway takes', () => {
  const [content = ''] = blocksOf('json').filter((json) => json.includes('"apiKey"'));
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'accounts.json');
  writeFileSync(file, content);
  expect(readAccountsFile(file)).toMatchObject([
    { id: 'desk', baseUrl: 'https://www.okx.com', demo: false },
    { id: 'europe', baseUrl: 'https://eea.okx.com', demo: true },
  ]);
});

describe('what the pages point at', () => {
  test('every command is there, and the check of a fresh clone is the one of the README', () => {
    const scripts = Object.keys(packageJson.scripts);
    const named = pages.flatMap((path) =>
      [...readPage(path).text.matchAll(/\bnpm (?:run (?:-s )?([\w:]+)|(start|test))\b/g)].map(
        ([, script, short]) => script ?? short,
      ),
    );
    expect(named).toContain('codegen');
    expect(named.filter((name) => !scripts.includes(name ?? ''))).toEqual([]);
    const commands = blocksOf('sh').map((command) => command.trim());
    expect(commands.slice(0, 2)).toEqual(['npm ci --omit=dev && npm start', 'npm ci && npm test']);
    expect(readFileSync(join(root, '.ci/run'), 'utf8')).toContain(`\n${commands[1]}\n`);
  });

  test.each(pages)('every link of %s leads to something', (path) => {
    const links = [...readPage(path).text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
    const dead = links.filter((link) => {
      if (link.includes('://')) return false;
      const [target = '', heading] = link.split('#');
      const file = target === '' ? path : join(dirname(path), target);
      if (!existsSync(join(root, file))) return true;
      return heading !== undefined && !anchorsOf(readPage(file).text).includes(heading);
    });
    expect(dead).toEqual([]);
  });

  test('the map has every folder of src', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `[${name}](${name})`);
    const listed = readPage('src/README.md').rows('Folder');
    expect(listed.map(([folder]) => folder)).toEqual(folders.toSorted());
  });
});

test('the example of a further endpoint is all that a further endpoint needs', async () => {
  const folder = projectWithExample();
  const codegen = spawnSync(process.execPath, ['codegen.ts'], { cwd: folder, encoding: 'utf8' });
  const written = ['schema.graphql', 'federation.graphql', 'reference.md', 'client/schema.graphql'];
  expect(codegen).toMatchObject({
    status: 0,
    stdout: written.map((file) => `schema/${file}\n`).join(''),
    stderr: '',
  });

  const gateway = startGateway({ PORT: '0' }, [], folder);
  cleanUps.push(async () => {
    gateway.signal('SIGKILL');
    await gateway.exit;
  });
  const response = await fetch(await gateway.url(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: '{ account { details(ccy: ["ETH", "PEPE"]) { interestRate { ccy interestRate } } } }',
    }),
  });
  expect(await response.json()).toEqual({
    data: {
      account: {
        details: ['ETH', 'PEPE'].map((ccy) => ({
          interestRate: { ccy, interestRate: expect.stringMatching(/^0\.\d+$/) },
        })),
      },
    },
  });
}, 60_000);

/** A copy of what runs, with what the map's example adds to it. */
function projectWithExample(): string {
  const folder = copyProject();
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  const list = join(folder, 'src/endpoints/endpoints.ts');
  for (const { content } of readPage('src/README.md').blocks) {
    const [, path = ''] = /^\/\/ (\S+\.ts)$/m.exec(content) ?? [];
    const file = join(folder, 'src', path);
    if (file === list) {
      const [, imports, entry] = /^(import .*)\n\n(part\([^]*)$/m.exec(content) ?? [];
      const before = readFileSync(list, 'utf8');
      writeFileSync(list, `${imports}\n${before.replace('] as const;', `${entry}] as const;`)}`);
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { flag: 'wx' });
    }
  }
  return folder;
}

function blocksOf(wanted: string): readonly string[] {
  return readme.blocks.filter(({ language }) => language === wanted).map(({ content }) => content);
}

const quoted = (text: string): string => `\`${text}\``;

/** The anchors of a page's headings. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}
