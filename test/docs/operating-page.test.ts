import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readCallersFile } from '../../src/callers/callers-file.ts';
import { renderHelp } from '../../src/settings/help.ts';
import { parseSettings } from '../../src/settings/settings.ts';
import { type Setting, table } from '../../src/settings/table.ts';
import { freePort } from '../support/free-port.ts';
import { createGuideFolder, type GuideFolder } from '../support/guide-folder.ts';
import { createHarness } from '../support/harness.ts';
import { readPage } from '../support/markdown.ts';
import { copyProject } from '../support/project-copy.ts';
import { ask, post } from '../support/post.ts';
import { describeWith } from '../support/programs.ts';
import { start } from '../support/running-gateway.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readPage('docs/operating.md');
const [help = '', newToken = '', health = '', sharing = ''] = page.blocksOf('sh');
const [accounts = '', callers = '', budgets = ''] = page.blocksOf('json');
const quoted = (text: string): string => `\`${text}\``;

describe('settings', () => {
  test('stand there with default and meaning', () => {
    const settings: readonly Setting<unknown>[] = Object.values(table);
    expect(page.rows('Variable')).toEqual(
      settings.map(({ name, fallback, description }) => [
        quoted(name),
        fallback === undefined ? '' : quoted(fallback),
        description,
      ]),
    );
  });

  test.each(page.rows('Whole number'))('%s goes from %s to %s', (cell, from, to) => {
    const name = cell.replaceAll('`', '');
    const [least, most] = [from, to].map((text) => Number(text.replace(',', '')));
    const parse = (value: number) =>
      parseSettings({ REDIS_URL: 'redis://redis.test', [name]: String(value) });
    for (const within of [least, most]) expect(() => parse(within ?? NaN)).not.toThrow();
    for (const beyond of [(least ?? NaN) - 1, (most ?? NaN) + 1]) {
      expect(() => parse(beyond)).toThrow(`${name} must be a whole number`);
    }
  });

  test('are printed by the command that it names', async () => {
    expect(await shellIn(root).run(help)).toContain(renderHelp());
  });
});

test('its accounts file is one that the gateway serves, and a query has the line in the log that it tells of', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'accounts.json');
  writeFileSync(file, accounts);
  const gateway = start({ ACCOUNTS_FILE: file });
  expect(await ask(await gateway.url(), '{ accounts { id } }')).toEqual({
    data: { accounts: [{ id: 'desk' }, { id: 'europe' }] },
  });
  const line: object = JSON.parse(await gateway.line(/^\{.*"query"/));
  const { pid: _, hostname: __, ...told } = { pid: 0, hostname: '', ...line };
  for (const name of Object.keys(told)) expect(page.text).toContain(`(\`${name}\``);
});

test('its token is one that the gateway knows, by the entry that is printed with it', async () => {
  const printed = await shellIn(root).run(newToken);
  const [token = '', entry = ''] = printed.split('\n');
  const file = join(temporaryFolder(), 'callers.json');
  writeFileSync(file, `{ "callers": [${entry}] }`);
  const url = await start({ CALLERS_FILE: file }).url();
  const query = JSON.stringify({ query: '{ accounts { id } }' });
  const answer = await post(url, query, { authorization: `Bearer ${token}` });
  expect(await answer.json()).toEqual({ data: { accounts: [{ id: 'spot' }, { id: 'futures' }] } });
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

test('has every line of the log, and its level, but for those of queries and calls', () => {
  const written = globSync('src/**/*.ts', { cwd: root }).flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8');
    const lines = source.matchAll(/\blog\.(debug|info|warn|error)\(([^;]*?)\);/g);
    return [...lines].map(([, level, args = '']) => {
      const [message = ''] = [...args.matchAll(/'[^']+'|`[^`]+`/g)].map(([text]) => text).slice(-1);
      return `${level} ${message.slice(1, -1).replace(/\$\{.*\}/, '…')}`;
    });
  });
  const told = page
    .rows('Level')
    .map(([level = '', message = '']) => `${level} ${message.replaceAll('`', '')}`);
  expect([...told, 'info query', 'warn query', 'debug call'].toSorted()).toEqual(
    written.toSorted(),
  );
});

describeWith('redis-server', 'its two gateways', () => {
  test('start, and share the limits', async () => {
    const folder = copyProject();
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [redisPort, onePort, otherPort] = [await freePort(), await freePort(), await freePort()];
    const ports = { 6399: redisPort, 4001: onePort, 4002: otherPort };
    await using started = shellIn(folder, ports).start(sharing);
    const urlAt = (port: number) => `http://127.0.0.1:${port}/graphql`;
    const inTime = { timeout: 30_000, interval: 100 };
    for (const port of [onePort, otherPort]) {
      await expect.poll(started.printed, inTime).toContain(`GraphiQL  ${urlAt(port)}\n`);
    }
    const held = { data: { account: { details: [{ cashBal: '31.0092837465564738' }] } } };
    const eth = '{ account { details(ccy: ["ETH"]) { cashBal } } }';
    await expect.poll(() => ask(urlAt(onePort), eth), inTime).toEqual(held);
    // Of the other one's budget, too: it asks Redis with the call that it makes itself.
    expect(await ask(urlAt(otherPort), eth)).toEqual(held);
    expect(await ask(urlAt(otherPort), '{ account { rateBudgets { endpoint inUse } } }')).toEqual({
      data: {
        account: { rateBudgets: expect.arrayContaining([{ endpoint: 'balance', inUse: 2 }]) },
      },
    });
  }, 60_000);
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
