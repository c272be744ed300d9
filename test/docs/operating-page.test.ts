import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { readCallersFile } from '../../src/callers/callers-file.ts';
import { renderHelp } from '../../src/settings/help.ts';
import { parseSettings } from '../../src/settings/settings.ts';
import type { Setting } from '../../src/settings/setting.ts';
import { table } from '../../src/settings/table.ts';
import { freePort } from '../support/free-port.ts';
import { createGuideFolder, type GuideFolder } from '../support/guide-folder.ts';
import { createHarness } from '../support/harness.ts';
import { readPage } from '../support/markdown.ts';
import { copyProject } from '../support/project-copy.ts';
import { ask, post } from '../support/post.ts';
import { describeWith } from '../support/programs.ts';
import { start } from '../support/running-gateway.ts';
import { statusShape } from '../support/status-shape.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readPage('docs/operating.md');
const [help = '', newToken = '', health = '', status = '', sharing = ''] = page.blocksOf('sh');
const [accounts = '', callers = '', budgets = ''] = page.blocksOf('json');
const settings: readonly Setting<unknown>[] = Object.values(table);
const quoted = (text: string): string => `\`${text}\``;

describe('settings', () => {
  test('stand there with default and meaning', () => {
    expect(page.rows('Variable')).toEqual(
      settings.map(({ name, fallback, description }) => [
        quoted(name),
        fallback === undefined ? '' : quoted(fallback),
        description,
      ]),
    );
  });

  test('that are whole numbers stand there with their bounds, and hold them', () => {
    const numbers = settings.filter(({ range }) => range !== undefined);
    expect(page.rows('Whole number')).toEqual(
      numbers.map(({ name, range = [] }) => [
        quoted(name),
        ...range.map((bound) => bound.toLocaleString('en')),
      ]),
    );
    for (const { name, range: [least, most] = [NaN, NaN] } of numbers) {
      const parse = (value: number) =>
        parseSettings({
          REDIS_URL: 'redis://redis.test',
          EMBEDDED: 'true',
          [name]: String(value),
        });
      for (const within of [least, most]) expect(() => parse(within)).not.toThrow();
      for (const beyond of [least - 1, most + 1]) {
        expect(() => parse(beyond)).toThrow(`${name} must be a whole number`);
      }
    }
  });

  test('are printed by the command that it names', async () => {
    expect(await shellIn(root).run(help)).toContain(renderHelp());
  });
});

test('its accounts file is one that the gateway serves', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'accounts.json');
  writeFileSync(file, accounts);
  const gateway = start({ ACCOUNTS_FILE: file, CHECK_ACCOUNTS: 'false' });
  expect(await ask(await gateway.url(), '{ accounts { id } }')).toEqual({
    data: { accounts: [{ id: 'desk' }, { id: 'europe' }] },
  });
});

test('its token is one that the gateway knows, by the entry that is printed with it', async () => {
  const printed = await shellIn(root).run(newToken);
  const [token = '', entry = ''] = printed.split('\n');
  const file = join(temporaryFolder(), 'callers.json');
  writeFileSync(file, `{ "callers": [${entry}] }`);
  const url = await start({ EMBEDDED: 'true', CALLERS_FILE: file }).url();
  const query = JSON.stringify({ query: '{ accounts { id } }' });
  const answer = await post(url, query, { authorization: `Bearer ${token}` });
  expect(await answer.json()).toMatchObject({
    data: { accounts: [{ id: 'spot' }, { id: 'futures' }] },
  });
});

test('its file of callers is one that the gateway takes', () => {
  const file = join(temporaryFolder(), 'callers.json');
  writeFileSync(file, callers);
  const known = readCallersFile(file);
  expect(known.callers.map(({ name }) => name)).toEqual(['dashboard', 'router', 'reports']);
  const [caller = {}] = known.callers;
  const fields = Object.keys(caller).map((name) => (name === 'accountIds' ? 'accounts' : name));
  expect(
    page
      .rows('Of a caller')
      .map(([name = '']) => name)
      .toSorted(),
  ).toEqual(fields.map(quoted).toSorted());
  expect(page.rows('Claim').map(([name]) => name)).toEqual(
    Object.keys(known.jwt?.claims ?? {}).map(quoted),
  );
});

test('its health checks are answered as it says', async () => {
  const { port } = new URL(await start().url());
  expect(await shellIn(temporaryFolder(), { 4000: port }).run(health)).toBe(
    page.blocksOf('text').join(),
  );
});

test('its status is answered as it says, field by field', async () => {
  const gateway = start({ ADMIN_PORT: '0' });
  const { port } = new URL((await gateway.line(/^Admin /)).replace(/^\w+\s+/, ''));
  const told = await shellIn(temporaryFolder(), { 9000: port }).run(status);
  expect(statusShape.parse(JSON.parse(told)).accounts.list.map(({ id }) => id)).toEqual(['spot']);
  const rows = page.rows('Of the status').map(([name = '', meaning = '']) => [name, meaning]);
  expect(rows.map(([name]) => name)).toEqual(Object.keys(statusShape.shape).map(quoted));
  for (const [name = '', meaning] of rows) {
    const part = z.toJSONSchema(statusShape).properties?.[name.replaceAll('`', '')];
    for (const field of namesIn(part)) expect(meaning).toContain(quoted(field));
  }
});

test('what is left of the limits is what it says, after the first query of the README', async () => {
  const { query, clock } = createHarness();
  await query(readPage('README.md').blocksOf('graphql').join());
  await clock.advance(1_000);
  expect(await query(page.blocksOf('graphql').join())).toEqual(JSON.parse(budgets));
});

test('its figures are those of the load run', () => {
  const rows = readPage('test/bench/results/load.md').rows('Load');
  const [steady = [], beyond = []] = ['1000 per second', '10 times the limit'].map((load) =>
    rows.find((row) => row[0] === load && row[1] === 'this gateway'),
  );
  expect(page.text).toContain(`with a p99 of ${steady[8]} (`);
  const [more] = /^\d+ MiB/.exec(beyond[9] ?? '') ?? [];
  expect(page.text).toContain(`At 10 times the limit it took ${more} more`);
});

test('has what traces tell and what asks for them', () => {
  const sources = globSync('src/telemetry/*.ts', { cwd: root }).map((file) =>
    readFileSync(join(root, file), 'utf8'),
  );
  const named = /'(OTEL_\w+|(?:okx|http|graphql|error|peer)\.[\w.]+)'/g;
  const names = new Set(
    sources.flatMap((source) => [...source.matchAll(named)].map(([, one]) => one)),
  );
  expect(names.size).toBeGreaterThan(20);
  expect([...names].filter((name) => !page.text.includes(`\`${name}\``))).toEqual([]);
});

describeWith('redis-server', 'its two gateways', () => {
  test('start, and share the limits', async () => {
    const folder = copyProject();
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [redisPort, onePort, otherPort] = [await freePort(), await freePort(), await freePort()];
    const ports = { 6399: redisPort, 4001: onePort, 4002: otherPort };
    await using started = shellIn(folder, ports).start(sharing);
    const urlAt = (port: number) => `http://127.0.0.1:${port}/graphql`;
    const often = { interval: 100 };
    for (const port of [onePort, otherPort]) {
      await expect.poll(started.printed, often).toContain(`GraphiQL  ${urlAt(port)}\n`);
    }
    const held = { data: { account: { details: [{ cashBal: '31.0092837465564738' }] } } };
    const eth = '{ account { details(ccy: ["ETH"]) { cashBal } } }';
    const left = '{ account { rateBudgets { endpoint inUse } } }';
    const inUse = (calls: number) => ({
      data: {
        account: { rateBudgets: expect.arrayContaining([{ endpoint: 'balance', inUse: calls }]) },
      },
    });
    for (const port of [onePort, otherPort]) {
      await expect.poll(() => ask(urlAt(port), eth), often).toEqual(held);
    }
    // What they asked for at the start counts no more: each knows of its own, and of the other one's from when it asked last.
    for (const port of [onePort, otherPort, onePort]) {
      await expect.poll(() => ask(urlAt(port), left), often).toEqual(inUse(0));
    }
    // Of the other one's budget, too: it asks Redis with the call that it makes itself.
    for (const port of [onePort, otherPort]) expect(await ask(urlAt(port), eth)).toEqual(held);
    expect(await ask(urlAt(otherPort), left)).toEqual(inUse(2));
  });
});

function shellIn(
  folder: string,
  ports: Readonly<Record<string, number | string>> = {},
): GuideFolder {
  return createGuideFolder({ folder, home: temporaryFolder(), registryUrl: '', ports });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'operating-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** The names of all members that a schema knows, how deep they may be. */
function namesIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object'
      ? Object.keys(schema.properties ?? {})
      : [];
  return [...own, ...Object.values(schema).flatMap(namesIn)];
}
