import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GatewayProcess, startGateway } from './support/gateway-process.ts';
import { createGuideFolder, type GuideFolder } from './support/guide-folder.ts';
import { type Page, readPage } from './support/markdown.ts';
import { type PackageRegistry, startPackageRegistry } from './support/package-registry.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'guide-'));
/** Empty when the guide begins, with a checkout beside it. */
const folder = join(place, 'frontend');
let gateway: GatewayProcess;
let reader: GuideFolder;
let registry: PackageRegistry;

beforeAll(async () => {
  mkdirSync(folder);
  symlinkSync(root, join(place, 'okx-account-gateway'), 'junction');
  gateway = startGateway({ PORT: '0' });
  registry = await startPackageRegistry();
  const { port } = new URL(await gateway.url());
  reader = createGuideFolder({
    folder,
    home: place,
    registryUrl: registry.url,
    ports: { 4000: port },
  });
});

afterAll(async () => {
  gateway.signal('SIGKILL');
  await gateway.exit;
  await registry[Symbol.asyncDispose]();
  rmSync(place, { recursive: true });
});

describe('the guide for frontends, step by step in an empty folder', () => {
  const { blocks } = readPage('docs/frontend.md');

  test.each(stepsOf(blocks))(
    '$name',
    async ({ files, commands, prints }) => {
      for (const content of files) reader.write(content);
      const printed = await reader.run(commands);
      expect(printed).toBe(prints ?? printed);
    },
    120_000,
  );

  test('the server of a bundler passes queries on', async () => {
    const [config = ''] = blocks
      .filter(({ content }) => content.includes('proxy'))
      .map(({ content }) => content);
    reader.write(config);
    const server = await createServer({ root: folder, server: { host: '127.0.0.1', port: 0 } });
    try {
      await server.listen();
      const [url = ''] = server.resolvedUrls?.local ?? [];
      const response = await fetch(new URL('/graphql', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ account { id } }' }),
      });
      expect(await response.json()).toEqual({ data: { account: { id: 'multi-currency' } } });
    } finally {
      await server.close();
    }
  });

  test('a page carries no more of the package than it imports', async () => {
    const output = await build({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      build: { write: false, rolldownOptions: { input: join(folder, 'modes.ts') } },
    });
    const code = [output]
      .flat()
      .flatMap((bundle) =>
        'output' in bundle ? bundle.output.map((chunk) => ('code' in chunk ? chunk.code : '')) : [],
      )
      .join('');
    expect(code).toContain('Spot isolated');
    expect(code).not.toContain('SelectionSet');
    expect(code).not.toContain('BUDGET_EXHAUSTED');
  });
});

/** What a reader does at one go: writes these files, then gives these commands. */
interface Step {
  readonly name: string;
  readonly files: readonly string[];
  readonly commands: string;
  /** What the guide says that they print. */
  prints?: string;
}

function stepsOf(blocks: Page['blocks']): readonly Step[] {
  const steps: Step[] = [];
  let files: string[] = [];
  for (const { language, content } of blocks) {
    const last = steps.at(-1);
    if (language === 'sh') {
      steps.push({ name: content.trim().replaceAll('\n', ', '), files, commands: content });
      files = [];
    } else if (language === 'text' && last) last.prints = content;
    else files.push(content);
  }
  return steps;
}
