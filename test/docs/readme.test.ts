import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { startGateway } from '../support/gateway-process.ts';
import { createHarness } from '../support/harness.ts';
import { readPage } from '../support/markdown.ts';
import { copyProject } from '../support/project-copy.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readPage('README.md');
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

test('has at most 150 lines', () => {
  expect(readme.text.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});

test.each([0, 1_000, 61_000, 86_400_000])(
  'its query is answered as it says, %i ms into the life of the embedded exchange',
  async (ms) => {
    const { query, clock, exchange } = createHarness({ exchange: { moving: true }, madeUp: true });
    await clock.advance(ms);
    const [first = ''] = readme.blocksOf('graphql');
    expect(await query(first)).toEqual(JSON.parse(readme.blocksOf('json').join()));
    expect(readme.text).toContain(`This took ${exchange.calls.length} calls of the exchange`);
  },
);

test('its two commands are the start and the check of a fresh clone', () => {
  const commands = readme.blocksOf('sh').map((command) => command.trim());
  expect(commands).toEqual(['npm ci --omit=dev && npm start', 'npm ci && npm test']);
  const lines = readFileSync(join(root, '.ci/run'), 'utf8').split('\n');
  expect(lines.map((line) => line.trim())).toContain(commands[1]);
});

test('its figures are those of the load run', () => {
  const rows = readPage('test/bench/results/load.md').rows('Load');
  const figures = (load: string, gateway: string) => {
    const row = rows.find(([one, other]) => one === load && other === gateway) ?? [];
    const [, , , right, calls, refused, p50] = row;
    return { right, calls: grouped(calls), refused: grouped(refused), p50 };
  };
  const [ours, plain] = ['this gateway', 'plain gateway'].map((one) =>
    figures('100 per second', one),
  );
  const [oursBeyond, plainBeyond] = ['this gateway', 'plain gateway'].map((one) =>
    figures('10 times the limit', one),
  );
  const text = readme.text.replaceAll(/\s+/g, ' ');
  for (const sentence of [
    `answers ${ours?.right} of them, the plain one ${plain?.right}`,
    `it makes ${plain?.calls} calls where ${ours?.calls} do, and ${plain?.refused} are turned away`,
    `A right answer takes ${ours?.p50} here and ${plain?.p50} there (p50)`,
    `this gateway answers ${oursBeyond?.right}, the plain one ${plainBeyond?.right}`,
  ]) {
    expect(text).toContain(sentence);
  }
});

describe('the map', () => {
  test('has every folder of src', () => {
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
  const written = [
    'schema.graphql',
    'federation.graphql',
    'reference.md',
    'client/index.js',
    'client/schema.graphql',
  ];
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
  expect(await response.json()).toMatchObject({
    data: {
      account: {
        details: ['ETH', 'PEPE'].map((ccy) => ({
          interestRate: { ccy, interestRate: expect.stringMatching(/^0\.\d+$/) },
        })),
      },
    },
  });
});

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

/** A whole number as the README writes it. */
const grouped = (digits = ''): string => digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
