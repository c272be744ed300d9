import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { alerts } from '../support/alerts.ts';
import { createGuideFolder } from '../support/guide-folder.ts';
import { readPage } from '../support/markdown.ts';
import { ask } from '../support/post.ts';
import { describeWith } from '../support/programs.ts';
import { start } from '../support/running-gateway.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readPage('docs/runbook.md');
const [look = '', trouble = ''] = page.blocksOf('sh');

describe('its lists of alerts', () => {
  test.each([
    ['critical', 'Get up for'],
    ['warning', 'Until the morning'],
  ])('name each that is %s', (severity, words) => {
    const [, list = ''] = page.text.split(`**${words}**`);
    const [paragraph = ''] = list.split('\n\n');
    const listed = [...paragraph.matchAll(/\[(\w+)\]\(#(\w+)\)/g)].map(([, name, place]) => [
      `OkxGateway${name}`,
      place,
    ]);
    const meant = alerts.filter(({ labels }) => labels.severity === severity);
    expect(listed).toEqual(meant.map(({ alert }) => [alert, alert.toLowerCase()]));
  });
});

test('a query has the line in the log that it tells of', async () => {
  const gateway = start();
  await ask(await gateway.url(), '{ accounts { id } }');
  const line: object = JSON.parse(await gateway.line(/^\{.*"query"/));
  const [, section = ''] = page.text.split('## The log\n');
  const [prose = ''] = section.split('| Level');
  for (const name of Object.keys(line)) expect(prose).toContain(`\`${name}\``);
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
    [...new Set(written)].toSorted(),
  );
});

describeWith('jq', 'its first look', () => {
  test('at the status says what is the matter, worst first', async () => {
    const folder = temporaryFolder();
    const gateway = start({ ADMIN_PORT: '0', CHECK_ACCOUNTS: 'false' });
    const { port } = new URL((await gateway.line(/^Admin /)).replace(/^\w+\s+/, ''));
    expect(await shellIn(folder, { 9000: port }).run(look)).toBe('well\n');
    for (let query = 0; query < 5; query += 1) await ask(await gateway.url(), '{ nothing }');
    expect(await shellIn(folder, { 9000: port }).run(look)).toMatch(
      /^impaired\n.*More than half of the queries fail\. GRAPHQL_VALIDATION_FAILED: 5 of 5/,
    );
  });

  test('at the log leaves what went wrong, and dates', async () => {
    const folder = temporaryFolder();
    const common = { time: 1_796_051_275_986, pid: 1, hostname: 'machine' };
    const lines = [
      { level: 30, ...common, msg: 'account checked' },
      { level: 40, ...common, msg: 'query' },
      { level: 40, ...common, account: 'main', msg: 'call failed' },
    ].map((line) => JSON.stringify(line));
    writeFileSync(join(folder, 'gateway.log'), [...lines, 'PORT must be free', ''].join('\n'));
    const left: unknown = JSON.parse(await shellIn(folder).run(trouble));
    const time = '2026-11-30T15:07:55Z';
    expect(left).toEqual({ level: 40, time, account: 'main', msg: 'call failed' });
  });
});

function shellIn(folder: string, ports: Readonly<Record<string, string>> = {}) {
  return createGuideFolder({ folder, home: temporaryFolder(), registryUrl: '', ports });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
